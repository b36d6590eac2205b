import { ApiError } from "./api-error.ts";

export interface Answer {
	readonly status: number;
	readonly body: unknown;
}

interface Kept {
	readonly fingerprint: string;
	readonly at: number;
	readonly answer: Answer;
}

/** Keys are kept for a day at least: https://docs.stripe.com/api/idempotent_requests. */
const KEPT_SECONDS = 24 * 3_600;

/**
 * What was answered to each key. The first answer is repeated, whatever it was, once the request had begun to be carried
 * out; a request that was refused for its parameters has not begun.
 */
export class IdempotencyKeys {
	readonly #kept = new Map<string, Kept>();
	readonly #now: () => number;

	constructor(now: () => number) {
		this.#now = now;
	}

	/** @returns the answer to repeat, or undefined: this is the first request of the key. */
	find(key: string, fingerprint: string): Answer | undefined {
		const kept = this.#kept.get(key);
		if (!kept || this.#now() - kept.at > KEPT_SECONDS) return undefined;
		if (kept.fingerprint === fingerprint) return kept.answer;
		const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`;
		throw new ApiError(400, { type: "idempotency_error", message });
	}

	keep(key: string, fingerprint: string, answer: Answer): void {
		this.#kept.set(key, { fingerprint, at: this.#now(), answer });
	}
}
