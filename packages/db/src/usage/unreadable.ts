import { parseUsageEvent } from "@turnpike/ledger";
import type { Database, Queries } from "../connect.ts";
import { isPoison } from "../transient.ts";
import { RECORD_KINDS } from "./second-log-record.ts";
import { storable } from "./usage-columns.ts";
import { writeRecords } from "./write-records.ts";

/** A record of usage that never became one, because it is not understood or the book refused it. */
export interface UnreadableUsage {
	/** Its id in the log it came from; `checkpoint:` and a generation's id where it is what a lost stream left. */
	readonly source: string;
	/** The kind it says it is: `final`, `checkpoint`, `withdrawal`, or `lost` for what a lost stream left. */
	readonly said: string | undefined;
	readonly reason: string;
	readonly recordedAt: number;
}

interface UnreadableRow {
	readonly source: string;
	readonly kind: string | null;
	readonly payload: string;
	readonly reason: string;
	readonly recorded_at: Date;
}

/** The oldest first. */
export async function listUnreadable(sql: Database): Promise<UnreadableUsage[]> {
	const rows = await sql<
		UnreadableRow[]
	>`select source, kind, reason, recorded_at from unreadable_usage order by recorded_at, source limit 1000`;
	return rows.map((row) => ({
		source: row.source,
		said: row.kind ?? undefined,
		reason: row.reason,
		recordedAt: row.recorded_at.getTime(),
	}));
}

/**
 * Reads such records once more, after the cause was mended: here, at once.
 *
 * @param source undefined: all of them.
 * @returns how many became usage, and how many are left with the reason of now.
 */
export async function retryUnreadable(
	sql: Database,
	source: string | undefined,
): Promise<{ readonly read: number; readonly left: number }> {
	const sources = await sql<{ source: string }[]>`select source from unreadable_usage
		where ${source ?? null}::text is null or source = ${source ?? null} order by recorded_at, source`;
	let read = 0;
	for (const row of sources) if (await retryOne(sql, row.source)) read++;
	return { read, left: sources.length - read };
}

async function retryOne(sql: Database, source: string): Promise<boolean> {
	try {
		await sql.begin(async (tx) => {
			const [row] = await tx<UnreadableRow[]>`delete from unreadable_usage where source = ${source} returning *`;
			if (row) await takeUp(tx, row);
		});
		return true;
	} catch (error) {
		if (!isPoison(error)) throw error;
		await sql`update unreadable_usage set reason = ${storable(String(error))} where source = ${source}`;
		return false;
	}
}

async function takeUp(tx: Queries, { source, kind: said, payload }: UnreadableRow): Promise<void> {
	if (said === "lost") {
		// Whoever reaps tries again to make usage of it.
		await tx`insert into usage_checkpoint (generation_id, allowance_id, event)
			select (event ->> 'generation_id')::uuid, (event ->> 'allowance_id')::uuid, event
			from (select ${payload}::text::jsonb as event) e on conflict (generation_id) do nothing`;
		return;
	}
	const kind = RECORD_KINDS.find((known) => known === said);
	if (kind === undefined) throw new TypeError(`its kind is not known: ${said}`);
	await writeRecords(tx, [{ kind, source, event: parseUsageEvent(payload) }]);
}
