import { assertBalanced, type Expiry, expire, HOUSE } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import type { Database, Queries } from "../connect.ts";
import { lookAtPromotions } from "./promotion-store.ts";
import { lockStanding, writeStanding, writeTransaction } from "./standing-store.ts";

/** Accounts taken up in one round. */
const ACCOUNTS_PER_ROUND = 200;

/**
 * Takes back what is left of gifts that have ended, each nano-dollar of it once, whoever runs it and how often.
 *
 * @param nowMs Unix milliseconds.
 * @param newId a new UUIDv7.
 * @returns how many transactions were written; some may remain while calls may still spend what is set aside for them.
 */
export async function expirePromotions(sql: Database, nowMs: number, newId: () => string): Promise<number> {
	const due = await sql<{ account_id: string }[]>`select account_id from promotion
		where left_nano_usd > 0 and expires_at <= ${new Date(nowMs)} group by account_id order by min(expires_at), account_id
		limit ${ACCOUNTS_PER_ROUND}`;
	let written = 0;
	for (const { account_id } of due) written += await expireOf(sql, account_id, nowMs, newId);
	return written;
}

function expireOf(sql: Database, accountId: string, nowMs: number, newId: () => string): Promise<number> {
	return sql.begin(async (tx) => {
		const standing = await lockStanding(tx, accountId);
		if (!standing) throw new Error(`gifts of ${accountId}, which is no customer account`);
		const promotions = await lookAtPromotions(tx, accountId, standing);
		const ended = expire(standing, promotions, nowMs);
		for (const expiry of ended.expiries) await writeExpiry(tx, accountId, expiry, newId());
		await writeStanding(tx, accountId, ended.standing);
		return ended.expiries.length;
	});
}

async function writeExpiry(tx: Queries, accountId: string, { promotionId, amount }: Expiry, id: string): Promise<void> {
	const [after] = await tx<{ expired: bigint }[]>`update promotion set left_nano_usd = left_nano_usd - ${amount},
		expired_nano_usd = expired_nano_usd + ${amount} where id = ${promotionId} returning expired_nano_usd as expired`;
	const lines = assertBalanced([
		{ accountId, amount: nanoUsd(-amount) },
		{ accountId: HOUSE.promotions, amount },
	]);
	const source = `expiry:${promotionId}:${after?.expired}`;
	const written = await writeTransaction(tx, { id, kind: "expiry", source, memo: "", lines });
	if (!written) throw new Error(`${source} was written before`);
}
