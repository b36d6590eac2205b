/** What Redis answers: RESP2 shapes, the same over TCP and REST. Amounts travel as text, never as numbers. */
export type RedisReply = string | number | null | readonly RedisReply[];

/** The least that the adapters need of a Redis client; one file per client implements it. */
export interface RedisClient {
	/**
	 * Sends one command, its name in upper case. Commands of one client take effect in the order they were sent over
	 * TCP; over REST in no particular order.
	 *
	 * @throws RedisError when Redis answered with an error; another Error when it could not be reached in time: the
	 * command may then have been carried out or not.
	 */
	command(name: string, ...args: readonly string[]): Promise<RedisReply>;
	/** The first line that lets a script which names all its keys run beside others, or "". */
	readonly keyLockingHeader: string;
	close(): Promise<void>;
}

/** Redis understood the command and refused it; the message begins with Redis' own code (`NOSCRIPT`, `BUSYGROUP`). */
export class RedisError extends Error {
	override readonly name = "RedisError";
}
