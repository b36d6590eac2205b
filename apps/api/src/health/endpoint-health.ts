import type { UpstreamFailure } from "@turnpike/wire";
import { isRequestsOwn } from "./is-requests-own.ts";

/** A failure weighs as much as so many answers: an endpoint rests when more than a fifth of what it is asked fails. */
const FAILURE_WEIGHT = 4;
/** A caller has waited half a minute for it. */
const TIMEOUT_WEIGHT = 40;
/** So much at once and it rests: five timeouts in a row, or fifty failures, which cost callers little: the next endpoint answers. */
const RESTS_AT = 200;
/** How long, in milliseconds; twice as long each time the look at it afterwards fails. */
const FIRST_REST_MS = 5_000;
const LONGEST_REST_MS = 30_000;
/** While one call looks whether it is back, others leave it alone for so long. */
const LOOK_MS = 5_000;
/** The most of it that is given where it asks for time: its own words may be about one caller's size of calls. */
const LONGEST_ASKED_MS = 10_000;

interface Trouble {
	/** Failures and answers since it began, weighed against each other. */
	weight: number;
	/** Monotonic milliseconds. */
	restsUntil: number;
	/** How long it last rested because it failed; 0 where it has not. */
	restMs: number;
	/** One call is looking whether it is back. */
	looking: boolean;
}

/**
 * Which endpoints are to be left alone for a moment: those that keep failing, and those that asked for it (`retry-after`).
 * Known by this process alone, and of endpoints in trouble only: one that answers costs a look at an empty map.
 */
export class EndpointHealth {
	readonly #monotonic: () => number;
	readonly #troubles = new Map<string, Trouble>();

	constructor(monotonic: () => number) {
		this.#monotonic = monotonic;
	}

	/** Whether it rests now. Changes nothing: a plan may ask of endpoints that are then not called. */
	isOpen(endpointId: string): boolean {
		if (this.#troubles.size === 0) return false;
		const trouble = this.#troubles.get(endpointId);
		return trouble !== undefined && trouble.restsUntil > this.#monotonic();
	}

	/** A call is sent there. The first after a rest is the one that looks whether it is back. */
	began(endpointId: string): void {
		const trouble = this.#troubles.get(endpointId);
		if (!trouble || trouble.restMs === 0 || trouble.looking) return;
		const now = this.#monotonic();
		if (trouble.restsUntil > now) return;
		trouble.looking = true;
		trouble.restsUntil = now + LOOK_MS;
	}

	/** It began to answer. */
	answered(endpointId: string): void {
		const trouble = this.#troubles.get(endpointId);
		if (!trouble) return;
		// What was asked before the rest says nothing of how it is now.
		if (!trouble.looking && trouble.restsUntil > this.#monotonic()) return;
		trouble.weight -= 1;
		if (trouble.looking || trouble.weight <= 0) this.#troubles.delete(endpointId);
	}

	/** It failed before it began to answer. */
	failed(endpointId: string, failure: UpstreamFailure): void {
		if (isRequestsOwn(failure)) this.left(endpointId);
		else this.#weigh(endpointId, failure);
	}

	#weigh(endpointId: string, failure: UpstreamFailure): void {
		const now = this.#monotonic();
		const trouble = this.#troubles.get(endpointId) ?? { weight: 0, restsUntil: now, restMs: 0, looking: false };
		this.#troubles.set(endpointId, trouble);
		const rests = trouble.restsUntil > now && !trouble.looking;
		if (!rests) trouble.weight = Math.min(trouble.weight + weightOf(failure), RESTS_AT);
		if (!rests && trouble.weight >= RESTS_AT) {
			trouble.restMs = trouble.restMs === 0 ? FIRST_REST_MS : Math.min(trouble.restMs * 2, LONGEST_REST_MS);
			trouble.restsUntil = now + trouble.restMs;
		}
		trouble.looking = false;
		trouble.restsUntil = Math.max(trouble.restsUntil, now + askedRestMs(failure));
	}

	/** A call ended without a word on how it is: its caller left, or its own request was at fault. */
	left(endpointId: string): void {
		const trouble = this.#troubles.get(endpointId);
		if (!trouble?.looking) return;
		trouble.looking = false;
		trouble.restsUntil = this.#monotonic();
	}
}

function weightOf({ kind }: UpstreamFailure): number {
	return kind === "timeout" ? TIMEOUT_WEIGHT : FAILURE_WEIGHT;
}

function askedRestMs({ retryAfterSeconds = 0 }: UpstreamFailure): number {
	return Math.min(retryAfterSeconds * 1_000, LONGEST_ASKED_MS);
}
