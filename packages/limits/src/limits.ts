/** What a key asks for before a call is dispatched. A limit that is absent does not apply. */
export interface LimitsRequest {
	readonly keyId: string;
	/** A whole number from 1 to `MAX_REQUESTS_PER_MINUTE`. */
	readonly requestsPerMinute?: number | undefined;
	/** Calls the key may have in flight, a whole number from 1. */
	readonly maxConcurrent?: number | undefined;
	/** Names this call (its generation id); asking again while its slot is held changes nothing. */
	readonly permitId: string;
}

/** Leave to run one call; `release` it when the call has ended, however it ended. */
export interface Permit {
	readonly keyId: string;
	readonly permitId: string;
	/** The permit occupies a concurrency slot until it is released. */
	readonly holdsSlot: boolean;
}

/** Where a key stands against its requests-per-minute limit: what `x-ratelimit-*` headers say. */
export interface RequestAllowance {
	readonly limit: number;
	/** Requests that would be admitted if they came now. */
	readonly remaining: number;
	/** Milliseconds, rounded up, until `remaining` equals `limit` again if nothing more is asked. */
	readonly resetMs: number;
}

export type LimitCode = "rate_limit_exceeded" | "concurrency_limit_exceeded";

export interface LimitRefusal {
	readonly refused: LimitCode;
	/** Milliseconds, rounded up: when a retry can succeed (rate), or is worth trying (concurrency). At most 60,000. */
	readonly retryAfterMs: number;
	/** The limit that was met. */
	readonly limit: number;
	readonly requests?: RequestAllowance;
}

export type Admission = { readonly permit: Permit; readonly requests?: RequestAllowance } | LimitRefusal;

/**
 * Requests-per-minute and concurrency limits per key. Both are checked before either is consumed, so a refusal consumes
 * nothing. In process memory both methods answer without a promise.
 */
export interface Limits {
	/** @throws RangeError for a limit that is not a whole number in range; rejects when the store cannot be reached. */
	admit(request: LimitsRequest): Admission | Promise<Admission>;
	/** Frees the permit's slot; a second release, or one after the slot expired, changes nothing. */
	release(permit: Permit): void | Promise<void>;
}

/** Finer rates than this fall below the clock's microseconds. */
export const MAX_REQUESTS_PER_MINUTE = 1_000_000;

/** A slot whose process died is free again after this: the longest call (15 min) and a margin of 1 min. */
export const SLOT_TTL_MS = 16 * 60 * 1000;

/** Nobody can know when a running call ends; this is what a refused caller is told to wait. */
export const CONCURRENCY_RETRY_MS = 1000;
