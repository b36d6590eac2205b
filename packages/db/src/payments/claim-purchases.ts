import type { ProviderName } from "@turnpike/payments";
import type { Database } from "../connect.ts";
import { type PurchaseRecord, type PurchaseRow, readPurchase } from "./purchase-record.ts";

/**
 * Takes purchases that are to be looked at though nothing was heard of them, and top-ups that are to be sent; nobody else
 * gets them for `leaseMs`.
 *
 * @param now Unix milliseconds.
 */
export async function claimPurchases(
	sql: Database,
	provider: ProviderName,
	now: number,
	limit: number,
	leaseMs: number,
): Promise<PurchaseRecord[]> {
	const rows = await sql<PurchaseRow[]>`update purchase p set due_at = ${new Date(now + leaseMs)}, tries = p.tries + 1
		from (select id from purchase where provider = ${provider} and due_at <= ${new Date(now)}
			order by due_at limit ${limit} for update skip locked) due
		where p.id = due.id returning p.*`;
	return rows.map(readPurchase);
}

/** When a purchase is looked at next, where it is still open. @param at Unix milliseconds; undefined: never. */
export async function lookAgain(sql: Database, purchaseId: string, at: number | undefined): Promise<void> {
	await sql`update purchase set due_at = ${at === undefined ? null : new Date(at)}
		where id = ${purchaseId} and state in ('open', 'processing')`;
}

/** Ends a purchase whose checkout was never opened. */
export async function abandonPurchase(sql: Database, purchaseId: string, failure: string): Promise<void> {
	await sql`update purchase set state = 'failed', failure = ${failure}, due_at = null, version = version + 1
		where id = ${purchaseId} and state = 'open' and checkout_id is null and payment_id is null`;
}
