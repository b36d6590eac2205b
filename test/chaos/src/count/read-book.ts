import type { Database } from "@turnpike/db";

/** A usage record as far as a caller can check it. Money in nano-USD. */
export interface BookedUsage {
	readonly generationId: string;
	readonly accountId: string;
	readonly keyId: string;
	readonly status: string;
	/** Usage was counted by Turnpike, because the provider's own never came. */
	readonly estimated: boolean;
	readonly provider: string;
	readonly upstreamId: string;
	readonly usage: Readonly<Record<string, number>>;
	readonly hold: bigint;
	readonly charge: bigint;
	/** What it was debited, less what was given back of it later; undefined: not posted. */
	readonly posted: bigint | undefined;
}

interface Row {
	readonly generation_id: string;
	readonly account_id: string;
	readonly key_id: string;
	readonly status: string;
	readonly estimated: boolean;
	readonly provider: string;
	readonly upstream_id: string;
	readonly usage: Record<string, number>;
	readonly hold_nano_usd: bigint;
	readonly charge_nano_usd: bigint;
	readonly transaction_id: string | null;
	readonly posted_nano_usd: bigint | null;
}

/** Every usage record, by generation id; a generation recorded twice is there twice. */
export async function readUsage(sql: Database): Promise<Map<string, BookedUsage[]>> {
	const rows = await sql<
		Row[]
	>`select generation_id, account_id, key_id, status, estimated, provider, upstream_id, usage, hold_nano_usd,
		charge_nano_usd, transaction_id, posted_nano_usd + coalesce((select sum(e.amount_nano_usd)
			from ledger_transaction t join entry e on e.transaction_id = t.id and e.account_id = 'house:overrun'
			where t.source = 'withdrawal:' || u.generation_id), 0)::bigint as posted_nano_usd
		from usage_event u order by generation_id`;
	const byId = new Map<string, BookedUsage[]>();
	for (const row of rows) {
		const booked: BookedUsage = {
			generationId: row.generation_id,
			accountId: row.account_id,
			keyId: row.key_id,
			status: row.status,
			estimated: row.estimated,
			provider: row.provider,
			upstreamId: row.upstream_id,
			usage: row.usage,
			hold: row.hold_nano_usd,
			charge: row.charge_nano_usd,
			posted: row.transaction_id === null ? undefined : (row.posted_nano_usd ?? 0n),
		};
		byId.set(row.generation_id, [...(byId.get(row.generation_id) ?? []), booked]);
	}
	return byId;
}
