import { type Database, type SecondLogRecord, takeOverUsage } from "@turnpike/db";
import { drainUsage, type RedisClient, type UsageRecord } from "@turnpike/redis";

const LARGEST_BATCH = 200;

/**
 * Moves a batch of usage from the second log into the book. A record leaves the log only after the book has it; what
 * cannot be read is kept there for a person.
 *
 * @param consumer names this worker among those that drain.
 * @param onUnreadable told how many were kept for a person.
 * @returns whether more may be waiting.
 */
export async function drainSecondLog(
	sql: Database,
	redis: RedisClient,
	consumer: string,
	onUnreadable: (count: number) => void,
): Promise<boolean> {
	const takeOver = async (records: readonly UsageRecord[]) => {
		const unreadable = await takeOverUsage(sql, records.map(toRecord));
		if (unreadable > 0) onUnreadable(unreadable);
	};
	return (await drainUsage({ redis, consumer }, takeOver, LARGEST_BATCH)) === LARGEST_BATCH;
}

function toRecord(record: UsageRecord): SecondLogRecord {
	if (record.kind !== "poison") return { kind: record.kind, source: record.entryId, event: record.event };
	const { entryId: source, said, raw: payload, reason } = record;
	return { kind: "unreadable", source, said, payload, reason };
}
