import { type NanoUsd, nanoUsd } from "@turnpike/money";
import type { Database } from "../connect.ts";

/**
 * Where an organisation's money stands. `available + reserved = deposited − posted`, which is so because the account's
 * balance is the sum of its entries: nothing is summed here that grows with usage.
 */
export interface Balance {
	readonly deposited: NanoUsd;
	readonly available: NanoUsd;
	/** Set aside in allowances: idle, held by calls in flight, or spent and not posted yet. */
	readonly reserved: NanoUsd;
	readonly posted: NanoUsd;
	/** Durable usage that waits to be posted; part of `reserved`. */
	readonly unposted: NanoUsd;
	/** Taken back after it was spent; repaid first by whatever comes. While there is any, nothing is available. */
	readonly debt: NanoUsd;
	/** The part of `available + reserved` that was a gift: spent first. */
	readonly promotional: NanoUsd;
	/** Unix milliseconds at which this was so. */
	readonly asOf: number;
}

interface BalanceRow {
	readonly available: bigint;
	readonly reserved: bigint;
	readonly deposited: bigint;
	readonly posted: bigint;
	readonly unposted: bigint;
	readonly debt: bigint;
	readonly promotional: bigint;
	readonly as_of: Date;
}

/** @returns undefined when there is no such organisation. */
export async function readBalance(sql: Database, organisationId: string): Promise<Balance | undefined> {
	const [row] = await sql<BalanceRow[]>`select a.available_nano_usd as available, a.reserved_nano_usd as reserved,
			a.debt_nano_usd as debt, a.promotional_nano_usd as promotional,
			a.available_nano_usd + a.reserved_nano_usd + a.posted_nano_usd as deposited, a.posted_nano_usd as posted,
			coalesce((select sum(u.charge_nano_usd) from usage_event u
				where u.account_id = a.id and u.transaction_id is null and u.parked_reason is null), 0)::bigint as unposted,
			clock_timestamp() as as_of
		from account a where a.organisation_id = ${organisationId}`;
	if (!row) return undefined;
	return {
		deposited: nanoUsd(row.deposited),
		available: nanoUsd(row.available),
		reserved: nanoUsd(row.reserved),
		posted: nanoUsd(row.posted),
		unposted: nanoUsd(row.unposted),
		debt: nanoUsd(row.debt),
		promotional: nanoUsd(row.promotional),
		asOf: row.as_of.getTime(),
	};
}
