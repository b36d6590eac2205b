import {
	type BookChecks,
	checkBooks,
	type DepositDifference,
	findDepositDifferences,
	findPaymentDifferences,
	findUsageDifferences,
	findWrongPurchases,
	inSnapshot,
	type MovementTotals,
	markForeign,
	mistakesIn,
	type PaymentDifference,
	sumMovements,
	type UsageDifference,
} from "@turnpike/db";
import { type PaymentProvider, ProviderRefused } from "@turnpike/payments";
import { lookAtPurchase } from "./payments/look-at-purchase.ts";
import type { PaymentsWorld } from "./payments/payments-world.ts";
import { readMovements } from "./payments/read-movements.ts";

/** What provider, usage, ledger and balances say of each other. */
export interface ReconciliationReport {
	/** Provider's movements against deposits; undefined where nobody takes payments. */
	readonly payments:
		| (MovementTotals & { readonly provider: string; readonly differences: readonly PaymentDifference[] })
		| undefined;
	/** Deposits in the ledger against the purchases they are for. */
	readonly deposits: readonly DepositDifference[];
	readonly wrongPurchases: readonly string[];
	/** Usage against the ledger. */
	readonly usage: readonly UsageDifference[];
	/** The ledger against the balances, and the books against themselves. */
	readonly books: BookChecks;
	/** How many things differ; 0 when all is right. */
	readonly differences: number;
}

/** Without a provider only the book is compared, with itself. */
export type ReconcilingWorld = Omit<PaymentsWorld, "provider"> & { readonly provider: PaymentProvider | undefined };

/**
 * Compares the provider's movements with the deposits, the usage with the ledger, and the ledger with the balances. A payment
 * that differs is looked at once more first: what was merely missed is booked, what differs then is for a person.
 */
export async function reconcile(world: ReconcilingWorld): Promise<ReconciliationReport> {
	const { sql, provider } = world;
	if (provider) {
		await readMovements(world, provider);
		for (const difference of await findPaymentDifferences(sql, provider.name)) {
			await lookAgain({ ...world, provider }, difference);
		}
	}
	return inSnapshot(sql, async (tx) => {
		const payments = provider && {
			provider: provider.name,
			...(await sumMovements(tx, provider.name)),
			differences: await findPaymentDifferences(tx, provider.name),
		};
		const deposits = await findDepositDifferences(tx);
		const wrongPurchases = await findWrongPurchases(tx);
		const usage = await findUsageDifferences(tx);
		const books = await checkBooks(tx);
		const found = [payments?.differences ?? [], deposits, wrongPurchases, usage].map((list) => list.length);
		const differences = [...found, ...mistakesIn(books).values()].reduce((sum, count) => sum + count, 0);
		return { payments, deposits, wrongPurchases, usage, books, differences };
	});
}

/** A payment of somebody else on the same account is none of ours; one of ours is booked as it is now. */
async function lookAgain(world: PaymentsWorld, { paymentId, purchaseId }: PaymentDifference): Promise<void> {
	try {
		if (purchaseId !== undefined) {
			await lookAtPurchase(world, purchaseId);
			return;
		}
		const facts = await world.provider.readPayment({ paymentId, checkoutId: undefined });
		if (facts.purchaseId === undefined) await markForeign(world.sql, paymentId);
	} catch (error) {
		if (!(error instanceof ProviderRefused)) throw error;
		world.onTrouble(`looking at the payment ${paymentId}`, error);
	}
}
