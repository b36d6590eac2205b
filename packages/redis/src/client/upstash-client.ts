import { Redis } from "@upstash/redis/cloudflare";
import { type RedisClient, RedisError, type RedisReply } from "./redis-client.ts";
import { toReply } from "./reply.ts";

export interface UpstashOptions {
	readonly url: string;
	readonly token: string;
	/** A command without an answer fails after this. */
	readonly timeoutMs?: number;
}

/**
 * Redis over REST, for the edge: every command is a fetch of its own. No batching across commands, because an isolate
 * may not answer one request with what another request's fetch brought.
 */
export function connectUpstash({ url, token, timeoutMs = 2000 }: UpstashOptions): RedisClient {
	const redis = new Redis({
		url,
		token,
		// Replies stay text: numbers parsed from JSON lose bits above 2^53.
		automaticDeserialization: false,
		enableAutoPipelining: false,
		enableTelemetry: false,
		retry: { retries: 1, backoff: () => 50 },
		signal: () => AbortSignal.timeout(timeoutMs),
	});
	return {
		// https://upstash.com/docs/redis/commands/scripting/eval: without it a script locks the whole database.
		keyLockingHeader: "#!lua flags=allow-key-locking\n",
		command: (name, ...args) => send(redis, name, args),
		close: async () => {},
	};
}

async function send(redis: Redis, name: string, args: readonly string[]): Promise<RedisReply> {
	try {
		return toReply(await redis.exec<unknown>([name, ...args]));
	} catch (error) {
		// The SDK repeats the whole command in its message; it has no place in a log.
		if (error instanceof Error && error.name === "UpstashError") {
			throw new RedisError(error.message.split(", command was:")[0]);
		}
		throw error;
	}
}
