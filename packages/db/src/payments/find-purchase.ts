import type { PaymentReference, ProviderName } from "@turnpike/payments";
import type { Queries } from "../connect.ts";
import { type PurchaseRecord, type PurchaseRow, readPurchase } from "./purchase-record.ts";

/** @returns undefined for another organisation's, as for one that never was. */
export async function findPurchase(
	sql: Queries,
	organisationId: string,
	id: string,
): Promise<PurchaseRecord | undefined> {
	const [row] = await sql<PurchaseRow[]>`select * from purchase
		where id = ${id} and organisation_id = ${organisationId}`;
	return row && readPurchase(row);
}

export async function readPurchaseById(sql: Queries, id: string): Promise<PurchaseRecord | undefined> {
	const [row] = await sql<PurchaseRow[]>`select * from purchase where id = ${id}`;
	return row && readPurchase(row);
}

/** The purchase that a payment or checkout at its provider belongs to, as far as the book knows. */
export async function purchaseOf(
	sql: Queries,
	provider: ProviderName,
	{ paymentId, checkoutId }: PaymentReference,
): Promise<PurchaseRecord | undefined> {
	const [row] = await sql<PurchaseRow[]>`select * from purchase where provider = ${provider}
		and (payment_id = ${paymentId ?? null} or checkout_id = ${checkoutId ?? null})
		order by (payment_id = ${paymentId ?? null}) desc nulls last limit 1`;
	return row && readPurchase(row);
}

export interface PurchasePage {
	readonly purchases: readonly PurchaseRecord[];
	/** What to give as `before` for the next page; undefined when this is the last. */
	readonly next: string | undefined;
}

/** An organisation's purchases, the newest first. @param before the last id of the page before. */
export async function listPurchases(
	sql: Queries,
	organisationId: string,
	limit: number,
	before: string | undefined,
): Promise<PurchasePage> {
	const rows = await sql<PurchaseRow[]>`select * from purchase where organisation_id = ${organisationId}
		and (${before ?? null}::text is null or (created_at, id) < (
			select created_at, id from purchase where id = ${before ?? null} and organisation_id = ${organisationId}))
		order by created_at desc, id desc limit ${limit + 1}`;
	const purchases = rows.slice(0, limit).map(readPurchase);
	return { purchases, next: rows.length > limit ? purchases.at(-1)?.id : undefined };
}
