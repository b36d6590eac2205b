import { type Promotion, type Standing, spreadSpending } from "@turnpike/ledger";
import { type NanoUsd, nanoUsd } from "@turnpike/money";
import type { Queries } from "../connect.ts";

interface PromotionRow {
	readonly id: string;
	readonly remaining: bigint;
	readonly expires_at: Date | null;
}

/**
 * Looks at an account's gifts: stores what is left of each, now that `promotional` is left of all. Needed before a gift
 * is added or ended, under the account's lock.
 */
export async function lookAtPromotions(tx: Queries, accountId: string, standing: Standing): Promise<Promotion[]> {
	const rows = await tx<PromotionRow[]>`select id, left_nano_usd as remaining, expires_at from promotion
		where account_id = ${accountId} and left_nano_usd > 0`;
	const known = rows.map(({ id, remaining, expires_at }) => ({
		id,
		left: nanoUsd(remaining),
		expiresAt: expires_at?.getTime(),
	}));
	const spread = spreadSpending(known, standing.promotional);
	await writeLeft(tx, spread);
	return spread.filter(({ left }) => left > 0n);
}

async function writeLeft(tx: Queries, promotions: readonly Promotion[]): Promise<void> {
	await tx`update promotion p set left_nano_usd = n.remaining
		from unnest(${promotions.map(({ id }) => id)}::uuid[], ${promotions.map(({ left }) => left.toString())}::bigint[])
			as n (id, remaining) where p.id = n.id and p.left_nano_usd <> n.remaining`;
}

export interface NewPromotion {
	/** Of the transaction that gives it. */
	readonly id: string;
	readonly accountId: string;
	readonly amount: NanoUsd;
	/** What of it became available: a debt was repaid with the rest. */
	readonly left: NanoUsd;
	/** Unix milliseconds; undefined: it does not end. */
	readonly expiresAt: number | undefined;
}

export async function addPromotion(tx: Queries, promotion: NewPromotion): Promise<void> {
	const { id, accountId, amount, left, expiresAt } = promotion;
	await tx`insert into promotion (id, account_id, amount_nano_usd, left_nano_usd, expires_at)
		values (${id}, ${accountId}, ${amount}, ${left}, ${expiresAt === undefined ? null : new Date(expiresAt)})`;
}
