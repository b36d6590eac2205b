import { serializeUsageEvent, type UsageEvent, type UsageLog } from "@turnpike/ledger";
import type { RedisClient } from "../client/redis-client.ts";

/** The stream that usage waits in when the database cannot take it. */
export const USAGE_STREAM = "{turnpike}:usage";

/**
 * The second log: usage in a Redis stream, for when the database does not answer. A record resolves once Redis has it,
 * so it survives the loss of this process; whether it survives the loss of Redis too is Redis' own setting (README).
 * Appending twice is harmless, because billing posts by generation id.
 */
export class RedisUsageLog implements UsageLog {
	readonly #redis: RedisClient;
	readonly #stream: string;

	constructor(redis: RedisClient, stream: string = USAGE_STREAM) {
		this.#redis = redis;
		this.#stream = stream;
	}

	append(event: UsageEvent): Promise<void> {
		return this.#add("final", event);
	}

	checkpoint(event: UsageEvent): Promise<void> {
		return this.#add("checkpoint", event);
	}

	withdraw(event: UsageEvent): Promise<void> {
		return this.#add("withdrawal", event);
	}

	async #add(kind: "final" | "checkpoint" | "withdrawal", event: UsageEvent): Promise<void> {
		const id = await this.#redis.command("XADD", this.#stream, "*", "kind", kind, "event", serializeUsageEvent(event));
		if (typeof id !== "string") throw new Error("Redis did not take a usage event");
	}
}
