import type { CreditPrice, ProviderName } from "@turnpike/payments";
import { recordAct } from "../accounts/record-act.ts";
import type { Database, Queries } from "../connect.ts";
import { type PurchaseRecord, type PurchaseRow, readPurchase } from "./purchase-record.ts";

export interface NewCheckout {
	/** `pur_…` */
	readonly id: string;
	readonly organisationId: string;
	readonly provider: ProviderName;
	readonly price: CreditPrice;
	readonly saveCard: boolean;
	/** The caller's `Idempotency-Key`; undefined: each request is another purchase. */
	readonly idempotencyKey: string | undefined;
	/** What was asked for: the same key must ask for the same. */
	readonly fingerprint: string;
	readonly actor: string;
	/** Unix milliseconds. */
	readonly now: number;
}

/** The key was used before, for something else. */
export class PurchaseMismatch extends Error {
	override readonly name = "PurchaseMismatch";
}

/** A caller's key stands for its purchase for so long. */
const KEY_KEPT_MS = 24 * 3_600_000;
/** A checkout that nothing was heard of is asked about after this. */
const FIRST_LOOK_MS = 60_000;

/**
 * Writes a purchase down before its provider is asked for a checkout.
 *
 * @returns the purchase, now or earlier under the same key.
 * @throws PurchaseMismatch.
 */
export async function startPurchase(sql: Database, checkout: NewCheckout): Promise<PurchaseRecord> {
	return sql.begin(async (tx) => {
		if (checkout.idempotencyKey !== undefined) await forgetOldKey(tx, checkout);
		const [row] = await tx<PurchaseRow[]>`insert into purchase (id, organisation_id, account_id, kind, provider,
				credit_cents, fee_cents, save_card, idempotency_key, fingerprint, actor, created_at, due_at)
			select ${checkout.id}, ${checkout.organisationId}, a.id, 'checkout', ${checkout.provider},
				${checkout.price.creditCents}, ${checkout.price.feeCents}, ${checkout.saveCard},
				${checkout.idempotencyKey ?? null}, ${checkout.fingerprint}, ${checkout.actor}, ${new Date(checkout.now)},
				${new Date(checkout.now + FIRST_LOOK_MS)}
			from account a where a.organisation_id = ${checkout.organisationId}
			on conflict (organisation_id, idempotency_key) do nothing returning *`;
		if (!row) return earlierPurchase(tx, checkout);
		const detail = { credit_cents: checkout.price.creditCents.toString(), provider: checkout.provider };
		const { organisationId, actor, id: target } = checkout;
		await recordAct(tx, { organisationId, actor, action: "credit.checkout", target, detail });
		return readPurchase(row);
	});
}

async function forgetOldKey(tx: Queries, { organisationId, idempotencyKey, now }: NewCheckout): Promise<void> {
	await tx`update purchase set idempotency_key = null where organisation_id = ${organisationId}
		and idempotency_key = ${idempotencyKey ?? null} and created_at < ${new Date(now - KEY_KEPT_MS)}`;
}

async function earlierPurchase(tx: Queries, checkout: NewCheckout): Promise<PurchaseRecord> {
	const [row] = await tx<(PurchaseRow & { fingerprint: string })[]>`select * from purchase
		where organisation_id = ${checkout.organisationId} and idempotency_key = ${checkout.idempotencyKey ?? null}`;
	if (!row) throw new Error(`organisation ${checkout.organisationId} has no account`);
	if (row.fingerprint !== checkout.fingerprint) throw new PurchaseMismatch("the key was used for something else");
	return readPurchase(row);
}

export interface OpenedCheckout {
	readonly checkoutId: string;
	readonly url: string;
	readonly expiresAt: number;
}

/** Writes down where a purchase is paid. A repeat, or another process that asked as well, changes nothing. */
export async function attachCheckout(sql: Database, purchaseId: string, checkout: OpenedCheckout): Promise<void> {
	await sql`update purchase set checkout_id = ${checkout.checkoutId}, checkout_url = ${checkout.url},
		checkout_expires_at = ${new Date(checkout.expiresAt)} where id = ${purchaseId} and checkout_id is null`;
}
