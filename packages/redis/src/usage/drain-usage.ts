import { type RedisClient, RedisError, type RedisReply } from "../client/redis-client.ts";
import { asList } from "../client/reply.ts";
import { evalScript } from "../client/script.ts";
import { USAGE_STREAM } from "./redis-usage-log.ts";
import { readEntry, type UsageRecord } from "./stream-entry.ts";

export interface DrainOptions {
	readonly redis: RedisClient;
	/** Names this worker among those that drain. */
	readonly consumer: string;
	readonly stream?: string;
	/** Records a worker took and has not finished for so long are taken by another. */
	readonly abandonedMs?: number;
}

const GROUP = "billing";
/** Where a group is read from: this worker's own records that were not acknowledged, or those nobody has taken. */
const UNFINISHED = "0";
const NEW = ">";

/** Acknowledged and deleted in one step, so that what is done does not fill Redis. KEYS: stream. ARGV: group, ids. */
export const FINISH_SCRIPT = {
	namesAllKeys: true,
	source: `
for n = 2, #ARGV do
	redis.call('XACK', KEYS[1], ARGV[1], ARGV[n])
	redis.call('XDEL', KEYS[1], ARGV[n])
end
return #ARGV - 1
`,
} as const;

/**
 * Hands usage from the stream to billing, at least once: a record is finished only after `handler` has returned, that is,
 * committed; if it throws, this worker gets the records again at its next call, and if the worker dies, another does after
 * `abandonedMs`. Records that cannot be read come as `poison` and are the handler's to park: they never hold up the others.
 *
 * @returns how many records were handled; 0 when there is nothing to do for now.
 */
export async function drainUsage(
	options: DrainOptions,
	handler: (records: readonly UsageRecord[]) => Promise<void>,
	batch = 100,
): Promise<number> {
	const entries = await take(options, batch);
	if (entries.length === 0) return 0;
	const records = entries.map(readEntry);
	await handler(records);
	const { redis, stream = USAGE_STREAM } = options;
	await evalScript(redis, FINISH_SCRIPT, [stream], [GROUP, ...records.map(({ entryId }) => entryId)]);
	return records.length;
}

/** What this worker could not finish before comes first, then what others abandoned, then what is new. */
async function take(options: DrainOptions, batch: number): Promise<readonly RedisReply[]> {
	try {
		const unfinished = await read(options, UNFINISHED, batch);
		if (unfinished.length > 0) return unfinished;
		const abandoned = await claim(options, batch);
		return abandoned.length > 0 ? abandoned : await read(options, NEW, batch);
	} catch (error) {
		// A new or wiped Redis has no group yet.
		if (!(error instanceof RedisError && error.message.includes("NOGROUP"))) throw error;
		await createGroup(options);
		return read(options, NEW, batch);
	}
}

async function claim(options: DrainOptions, batch: number): Promise<readonly RedisReply[]> {
	const { redis, consumer, stream = USAGE_STREAM, abandonedMs = 60_000 } = options;
	const count = String(batch);
	const reply = await redis.command("XAUTOCLAIM", stream, GROUP, consumer, String(abandonedMs), "0", "COUNT", count);
	return asList(asList(reply)[1]).filter((entry) => entry !== null);
}

async function read(
	options: DrainOptions,
	from: typeof UNFINISHED | typeof NEW,
	batch: number,
): Promise<readonly RedisReply[]> {
	const { redis, consumer, stream = USAGE_STREAM } = options;
	const reply = await redis.command(
		"XREADGROUP",
		"GROUP",
		GROUP,
		consumer,
		"COUNT",
		String(batch),
		"STREAMS",
		stream,
		from,
	);
	if (reply === null) return [];
	const [only] = asList(reply);
	// Of one's own that was trimmed meanwhile only the id is left.
	return only === undefined ? [] : asList(asList(only)[1]).filter((entry) => asList(entry)[1] !== null);
}

/** From the stream's beginning: what came before the first worker counts too. */
async function createGroup({ redis, stream = USAGE_STREAM }: DrainOptions): Promise<void> {
	try {
		await redis.command("XGROUP", "CREATE", stream, GROUP, "0", "MKSTREAM");
	} catch (error) {
		if (!(error instanceof RedisError && error.message.includes("BUSYGROUP"))) throw error;
	}
}
