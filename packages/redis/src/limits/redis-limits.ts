import {
	type Admission,
	assertLimits,
	CONCURRENCY_RETRY_MS,
	emissionIntervalUs,
	type Limits,
	type LimitsRequest,
	type Permit,
	type RequestAllowance,
	SLOT_TTL_MS,
} from "@turnpike/limits";
import type { RedisClient } from "../client/redis-client.ts";
import { asInteger, asList, asText } from "../client/reply.ts";
import { evalScript } from "../client/script.ts";
import { ADMIT_SCRIPT } from "./admit-script.ts";

export interface RedisLimitsOptions {
	readonly redis: RedisClient;
	/** Begins every key this adapter writes. */
	readonly prefix?: string;
	readonly slotTtlMs?: number;
}

/**
 * Limits that all processes of one Redis share: one script call per admission, none for a key without limits. The two
 * keys of an API key lie in one cluster slot, those of different API keys spread.
 */
export class RedisLimits implements Limits {
	readonly #redis: RedisClient;
	readonly #prefix: string;
	readonly #slotTtlMs: number;

	constructor({ redis, prefix = "turnpike:limits:", slotTtlMs = SLOT_TTL_MS }: RedisLimitsOptions) {
		this.#redis = redis;
		this.#prefix = prefix;
		this.#slotTtlMs = slotTtlMs;
	}

	async admit(request: LimitsRequest): Promise<Admission> {
		assertLimits(request);
		const { keyId, permitId, requestsPerMinute = 0, maxConcurrent = 0 } = request;
		const permit: Permit = { keyId, permitId, holdsSlot: maxConcurrent > 0 };
		if (requestsPerMinute === 0 && maxConcurrent === 0) return { permit };

		const intervalUs = requestsPerMinute > 0 ? emissionIntervalUs(requestsPerMinute) : 0;
		const burstUs = intervalUs * requestsPerMinute;
		const args = [intervalUs, burstUs, maxConcurrent, permitId, this.#slotTtlMs].map(String);
		const reply = asList(await evalScript(this.#redis, ADMIT_SCRIPT, this.#keys(keyId), args));
		const word = asText(reply[0]);
		const debtUs = asInteger(reply[1]);
		const requests = requestsPerMinute > 0 ? standing(requestsPerMinute, intervalUs, debtUs) : undefined;

		if (word === "rate" && requests) {
			const retryAfterMs = Math.ceil((debtUs + intervalUs - burstUs) / 1000);
			return { refused: "rate_limit_exceeded", retryAfterMs, limit: requestsPerMinute, requests };
		}
		if (word === "slots") {
			return { refused: "concurrency_limit_exceeded", retryAfterMs: CONCURRENCY_RETRY_MS, limit: maxConcurrent };
		}
		return { permit, ...(requests && { requests }) };
	}

	async release(permit: Permit): Promise<void> {
		if (!permit.holdsSlot) return;
		const [, slots] = this.#keys(permit.keyId);
		await this.#redis.command("ZREM", slots, permit.permitId);
	}

	#keys(keyId: string): readonly [rate: string, slots: string] {
		return [`${this.#prefix}{${keyId}}:rate`, `${this.#prefix}{${keyId}}:slots`];
	}
}

function standing(limit: number, intervalUs: number, debtUs: number): RequestAllowance {
	return {
		limit,
		remaining: Math.floor((intervalUs * limit - debtUs) / intervalUs),
		resetMs: Math.ceil(debtUs / 1000),
	};
}
