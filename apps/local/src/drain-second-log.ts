import { type Database, takeOverUsage } from "@turnpike/db";
import { drainUsage, type RedisClient } from "@turnpike/redis";

const LARGEST_BATCH = 200;

/**
 * Moves a batch of usage from the second log into the book. A record leaves the log only after the book has it; what
 * cannot be read is kept there for a person.
 *
 * @param consumer names this worker among those that drain.
 * @returns whether more may be waiting.
 */
export async function drainSecondLog(sql: Database, redis: RedisClient, consumer: string): Promise<boolean> {
	const taken = await drainUsage(
		{ redis, consumer },
		(records) =>
			takeOverUsage(sql, {
				finals: records.flatMap((record) => (record.kind === "final" ? [record.event] : [])),
				checkpoints: records.flatMap((record) => (record.kind === "checkpoint" ? [record.event] : [])),
				withdrawals: records.flatMap((record) => (record.kind === "withdrawal" ? [record.event] : [])),
				unreadable: records.flatMap((record) =>
					record.kind === "poison" ? [{ source: record.entryId, payload: record.raw, reason: record.reason }] : [],
				),
			}),
		LARGEST_BATCH,
	);
	return taken === LARGEST_BATCH;
}
