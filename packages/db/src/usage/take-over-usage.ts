import { serializeUsageEvent } from "@turnpike/ledger";
import type { Database } from "../connect.ts";
import { isPoison } from "../transient.ts";
import type { ReadableRecord, SecondLogRecord, UnreadableRecord } from "./second-log-record.ts";
import { storable } from "./usage-columns.ts";
import { writeRecords } from "./write-records.ts";

/**
 * Takes over a batch of the second log. Repeating it changes nothing: usage is named by its generation, and a checkpoint
 * that comes behind its final record is dropped. A record that the book refuses does not keep the others: it is kept
 * beside those that cannot be read.
 *
 * @returns how many were kept unread.
 */
export async function takeOverUsage(sql: Database, records: readonly SecondLogRecord[]): Promise<number> {
	const kept = await keepUnreadable(
		sql,
		records.filter((record) => record.kind === "unreadable"),
	);
	return (
		kept +
		(await takeOver(
			sql,
			records.filter((record) => record.kind !== "unreadable"),
		))
	);
}

/** All of them or none; those that make it fail by what they are, by halves, until the one remains. */
async function takeOver(sql: Database, records: readonly ReadableRecord[]): Promise<number> {
	const [one] = records;
	if (one === undefined) return 0;
	try {
		await sql.begin((tx) => writeRecords(tx, records));
		return 0;
	} catch (error) {
		if (!isPoison(error)) throw error;
		if (records.length === 1) return keepUnreadable(sql, [refused(one, error)]);
		const half = records.length >> 1;
		return (await takeOver(sql, records.slice(0, half))) + (await takeOver(sql, records.slice(half)));
	}
}

function refused({ kind, source, event }: ReadableRecord, error: unknown): UnreadableRecord {
	return { kind: "unreadable", source, said: kind, payload: serializeUsageEvent(event), reason: String(error) };
}

async function keepUnreadable(sql: Database, records: readonly UnreadableRecord[]): Promise<number> {
	if (records.length === 0) return 0;
	const rows = JSON.stringify(
		records.map(({ source, said, payload, reason }) => ({
			source: storable(source),
			kind: said === undefined ? null : storable(said),
			payload: storable(payload),
			reason: storable(reason),
		})),
	);
	const kept = await sql`insert into unreadable_usage (source, kind, payload, reason)
		select source, kind, payload, reason from json_to_recordset(${rows}::text::json)
			as r (source text, kind text, payload text, reason text)
		on conflict (source) do nothing`;
	return kept.count;
}
