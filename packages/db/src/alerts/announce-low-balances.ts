import { nanoUsd } from "@turnpike/money";
import type { Database } from "../connect.ts";
import { tellAlert, type WriteAlert } from "./tell-alert.ts";

interface LowRow {
	readonly organisation_id: string;
	readonly threshold: bigint;
	readonly balance: bigint;
	readonly times: number;
}

/**
 * Tells of balances that went below their organisation's threshold, once each time they do: what is above again may go
 * below again. Any number of workers may do so.
 *
 * @returns how many were told of.
 */
export async function announceLowBalances(sql: Database, write: WriteAlert, limit: number): Promise<number> {
	return sql.begin(async (tx) => {
		await tx`update alert_settings s set low_since = null from account a
			where a.organisation_id = s.organisation_id and s.low_since is not null
				and (s.low_balance_nano_usd is null or a.available_nano_usd + a.reserved_nano_usd >= s.low_balance_nano_usd)`;
		const rows = await tx<LowRow[]>`update alert_settings s set low_since = clock_timestamp(), low_times = low_times + 1
			from (select s.organisation_id, a.available_nano_usd + a.reserved_nano_usd as balance
				from alert_settings s join account a on a.organisation_id = s.organisation_id
				where s.low_since is null and a.available_nano_usd + a.reserved_nano_usd < s.low_balance_nano_usd
				order by s.organisation_id limit ${limit} for update of s skip locked) low
			where s.organisation_id = low.organisation_id
			returning s.organisation_id, s.low_balance_nano_usd as threshold, low.balance, s.low_times as times`;
		for (const { organisation_id: organisationId, threshold, balance, times } of rows) {
			const alert = { kind: "balance.low", threshold: nanoUsd(threshold), balance: nanoUsd(balance) } as const;
			await tellAlert(tx, { organisationId, dedupeKey: `low_balance:${organisationId}:${times}`, alert }, write);
		}
		return rows.length;
	});
}
