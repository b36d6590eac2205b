import { Redis } from "ioredis";
import { type RedisClient, RedisError, type RedisReply } from "./redis-client.ts";
import { toReply } from "./reply.ts";

export interface IoredisOptions {
	/** `redis://[user:password@]host:port/db`, or `rediss://` for TLS. */
	readonly url: string;
	/** Told when the connection breaks; it is made again on its own. */
	readonly onError: (error: unknown) => void;
	/** A command without an answer fails after this. */
	readonly timeoutMs?: number;
}

/** Redis over TCP, for servers. Commands are resent after a reconnect: every script here may run twice harmlessly. */
export function connectIoredis({ url, onError, timeoutMs = 2000 }: IoredisOptions): RedisClient {
	const redis = new Redis(url, {
		protocol: 2,
		lazyConnect: true,
		connectTimeout: timeoutMs,
		commandTimeout: timeoutMs,
		maxRetriesPerRequest: 1,
		retryStrategy: (attempt) => Math.min(50 * attempt, 1000),
	});
	redis.on("error", onError);
	return {
		keyLockingHeader: "",
		command: (name, ...args) => send(redis, name, args),
		close: async () => {
			redis.disconnect();
		},
	};
}

async function send(redis: Redis, name: string, args: readonly string[]): Promise<RedisReply> {
	try {
		return toReply(await redis.call(name, ...args));
	} catch (error) {
		if (error instanceof Error && error.name === "ReplyError") throw new RedisError(error.message);
		throw error;
	}
}
