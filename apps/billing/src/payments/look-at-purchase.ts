import { readPurchaseById, type Settled, settlePurchase } from "@turnpike/db";
import type { PaymentsWorld } from "./payments-world.ts";

/** Somebody else may settle the same purchase at the same time; whoever was later asks again. */
const MOST_LOOKS = 10;

/**
 * Asks what is true of a purchase's payment and books it. Whatever made somebody look, and however often: the book ends as
 * the facts are.
 *
 * @param paymentId where the book does not know the payment yet.
 * @throws ProviderUnavailable and ProviderRefused.
 */
export async function lookAtPurchase(
	{ sql, provider, now, newId, write }: PaymentsWorld,
	purchaseId: string,
	paymentId?: string,
): Promise<Exclude<Settled, "stale">> {
	for (let look = 0; look < MOST_LOOKS; look++) {
		const purchase = await readPurchaseById(sql, purchaseId);
		if (!purchase) throw new Error(`no purchase ${purchaseId}`);
		const reference = { checkoutId: purchase.checkoutId, paymentId: purchase.paymentId ?? paymentId };
		if (reference.checkoutId === undefined && reference.paymentId === undefined) return "settled";
		const facts = await provider.readPayment(reference);
		const settling = { purchaseId, version: purchase.version, facts, now: now(), newId, write };
		const settled = await settlePurchase(sql, settling);
		if (settled !== "stale") return settled;
	}
	throw new Error(`purchase ${purchaseId} changes faster than it can be looked at`);
}
