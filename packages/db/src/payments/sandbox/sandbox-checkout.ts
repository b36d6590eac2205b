import type { CreditPrice, PaymentState } from "@turnpike/payments";
import type { Database, Queries } from "../../connect.ts";
import { storeEvent } from "../event-inbox.ts";
import { type CardBehaviour, type SandboxRow, stateAt } from "./sandbox-row.ts";

/** How somebody tries to pay at a sandbox checkout. */
export type SandboxMethod = "card" | "declined" | "declined_later" | "debit";

/** A bank debit of the sandbox is on its way for so long. */
const DEBIT_MS = 5_000;
const DECLINED = "The card was declined.";

/** What the sandbox's page shows. */
export interface SandboxCheckout {
	readonly checkoutId: string;
	readonly price: CreditPrice;
	readonly state: PaymentState;
	readonly failure: string;
	readonly saveCard: boolean;
	readonly successUrl: string;
	readonly cancelUrl: string;
}

export async function findSandboxCheckout(
	sql: Queries,
	checkoutId: string,
	now: number,
): Promise<SandboxCheckout | undefined> {
	const [row] = await sql<SandboxRow[]>`select * from sandbox_payment where checkout_id = ${checkoutId}`;
	if (!row) return undefined;
	const { credit_cents: creditCents, fee_cents: feeCents } = row;
	return {
		checkoutId,
		price: { creditCents, feeCents, totalCents: creditCents + feeCents },
		state: stateAt(row, now),
		failure: row.failure,
		saveCard: row.save_card,
		successUrl: row.success_url ?? "",
		cancelUrl: row.cancel_url ?? "",
	};
}

/** What was paid with a payment of the sandbox that came. */
export async function findSandboxPayment(
	sql: Queries,
	paymentId: string,
	now: number,
): Promise<{ price: CreditPrice } | undefined> {
	const [row] = await sql<SandboxRow[]>`select * from sandbox_payment where id = ${paymentId}`;
	if (!row || stateAt(row, now) !== "succeeded") return undefined;
	const { credit_cents: creditCents, fee_cents: feeCents } = row;
	return { price: { creditCents, feeCents, totalCents: creditCents + feeCents } };
}

/**
 * Pays at a sandbox checkout, and tells of it through the inbox, as a real provider does.
 *
 * @param uuid a new UUIDv7.
 * @returns false when the checkout is over, or there is none.
 */
export async function paySandboxCheckout(
	sql: Database,
	checkoutId: string,
	method: SandboxMethod,
	now: number,
	uuid: string,
): Promise<boolean> {
	return sql.begin(async (tx) => {
		const [row] = await tx<SandboxRow[]>`select * from sandbox_payment where checkout_id = ${checkoutId} for update`;
		if (!row || stateAt(row, now) !== "open") return false;
		if (method === "declined") {
			await tx`update sandbox_payment set failure = ${DECLINED} where id = ${row.id}`;
			await tellSandboxEvent(tx, "payment_intent.payment_failed", row, now, uuid);
			return true;
		}
		if (method === "debit") {
			await tx`update sandbox_payment set state = 'processing', failure = '', settles_at = ${new Date(now + DEBIT_MS)}
				where id = ${row.id}`;
			await tellSandboxEvent(tx, "checkout.session.completed", row, now, uuid);
			return true;
		}
		const behaviour: CardBehaviour = method === "declined_later" ? "declines_later" : "pays";
		await tx`update sandbox_payment set state = 'succeeded', failure = '', succeeded_at = ${new Date(now)},
			card_id = ${row.save_card ? `pm_sandbox_${behaviour}_${uuid.replaceAll("-", "")}` : null} where id = ${row.id}`;
		await tellSandboxEvent(tx, "checkout.session.completed", row, now, uuid);
		return true;
	});
}

/** Puts word of a payment of the sandbox into the inbox. */
export async function tellSandboxEvent(
	tx: Queries,
	type: string,
	{ id, checkout_id }: Pick<SandboxRow, "id" | "checkout_id">,
	now: number,
	uuid: string,
): Promise<void> {
	await storeEvent(tx, "sandbox", {
		id: `evt_sandbox_${uuid.replaceAll("-", "")}`,
		type,
		createdAt: now,
		about: { paymentId: id, checkoutId: checkout_id ?? undefined },
		payload: JSON.stringify({ sandbox: true, type, payment_id: id, checkout_id }),
	});
}
