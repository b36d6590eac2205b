import { assertLimits } from "./assert-limits.ts";
import { type GcraDecision, gcra } from "./gcra.ts";
import {
	type Admission,
	CONCURRENCY_RETRY_MS,
	type Limits,
	type LimitsRequest,
	type Permit,
	SLOT_TTL_MS,
} from "./limits.ts";

/** What is kept of one key; gone once its rate is unspent and it holds no slot. */
interface KeyState {
	tatUs: number;
	/** Permit id → when its slot expires, oldest first. */
	readonly slots: Map<string, number>;
}

export interface MemoryLimitsOptions {
	/** A clock in milliseconds that never goes back. */
	readonly now: () => number;
	readonly slotTtlMs?: number;
}

/** How many keys each call looks at for staleness: two out for every one in keeps the map from growing. */
const SWEPT_PER_CALL = 2;

/** Limits within one process. Memory is bounded by the keys seen in the last minute and the slots in use. */
export class MemoryLimits implements Limits {
	readonly #now: () => number;
	readonly #slotTtlMs: number;
	readonly #keys = new Map<string, KeyState>();

	constructor({ now, slotTtlMs = SLOT_TTL_MS }: MemoryLimitsOptions) {
		this.#now = now;
		this.#slotTtlMs = slotTtlMs;
	}

	/** How many keys are kept at the moment. */
	get size(): number {
		return this.#keys.size;
	}

	admit(request: LimitsRequest): Admission {
		assertLimits(request);
		const { keyId, permitId, requestsPerMinute, maxConcurrent } = request;
		const holdsSlot = maxConcurrent !== undefined;
		const permit: Permit = { keyId, permitId, holdsSlot };
		if (requestsPerMinute === undefined && !holdsSlot) return { permit };

		const nowMs = this.#now();
		this.#sweep(nowMs);
		const key = this.#keys.get(keyId) ?? { tatUs: 0, slots: new Map<string, number>() };
		dropExpired(key.slots, nowMs);
		const again = key.slots.has(permitId);
		const rate =
			requestsPerMinute === undefined ? undefined : gcra(key.tatUs, toMicroseconds(nowMs), requestsPerMinute);
		const requests = rate && { requests: rate.requests };

		if (again) return { permit, ...requests };
		if (rate && !rate.admitted) return refusedByRate(rate);
		if (holdsSlot && key.slots.size >= maxConcurrent) {
			return { refused: "concurrency_limit_exceeded", retryAfterMs: CONCURRENCY_RETRY_MS, limit: maxConcurrent };
		}
		if (rate) key.tatUs = rate.tatUs;
		if (holdsSlot) key.slots.set(permitId, nowMs + this.#slotTtlMs);
		this.#keys.set(keyId, key);
		return { permit, ...requests };
	}

	release(permit: Permit): void {
		if (permit.holdsSlot) this.#keys.get(permit.keyId)?.slots.delete(permit.permitId);
	}

	/** Looks at the keys longest unlooked-at: stale ones go, the others move to the end of the queue. */
	#sweep(nowMs: number): void {
		for (let n = 0; n < SWEPT_PER_CALL; n++) {
			const oldest = this.#keys.entries().next();
			if (oldest.done) return;
			const [keyId, state] = oldest.value;
			dropExpired(state.slots, nowMs);
			this.#keys.delete(keyId);
			if (state.slots.size > 0 || state.tatUs > toMicroseconds(nowMs)) this.#keys.set(keyId, state);
		}
	}
}

function refusedByRate(rate: GcraDecision): Admission {
	const { retryAfterMs, requests } = rate;
	return { refused: "rate_limit_exceeded", retryAfterMs, limit: requests.limit, requests };
}

function toMicroseconds(milliseconds: number): number {
	return Math.floor(milliseconds * 1000);
}

/** Slots of one key all live equally long, so the expired ones are the first of the map. */
function dropExpired(slots: Map<string, number>, nowMs: number): void {
	for (const [permitId, expiresAt] of slots) {
		if (expiresAt > nowMs) return;
		slots.delete(permitId);
	}
}
