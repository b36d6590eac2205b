import type { RequestAllowance } from "./limits.ts";

const MINUTE_US = 60_000_000;

/** What the limit says of one request. `tatUs` is the state to keep; on a refusal it is the state as it was. */
export interface GcraDecision {
	readonly admitted: boolean;
	/** The theoretical arrival time, in the clock's microseconds: when the key would be wholly unspent. */
	readonly tatUs: number;
	/** 0 when admitted, else when the next request will be. */
	readonly retryAfterMs: number;
	readonly requests: RequestAllowance;
}

/** Microseconds between two requests of a steady caller; rounded up, so that the rate is never above the limit. */
export function emissionIntervalUs(requestsPerMinute: number): number {
	return Math.ceil(MINUTE_US / requestsPerMinute);
}

/**
 * Generic cell rate algorithm (ITU-T I.371, Annex A, "virtual scheduling"), in whole microseconds, with the whole
 * minute as burst: an unspent key may send `requestsPerMinute` requests at once, and then one every
 * 60 s / `requestsPerMinute`. In any span of t seconds it admits at most `requestsPerMinute` × (1 + t/60).
 *
 * @param tatUs the state kept from the previous decision, undefined for a key never seen
 */
export function gcra(tatUs: number | undefined, nowUs: number, requestsPerMinute: number): GcraDecision {
	const intervalUs = emissionIntervalUs(requestsPerMinute);
	const burstUs = intervalUs * requestsPerMinute;
	// The upper bound only matters when the clock was set back or the limit was changed: nobody waits over a minute.
	const debtUs = Math.min(Math.max((tatUs ?? nowUs) - nowUs, 0), burstUs);
	const admitted = debtUs + intervalUs <= burstUs;
	const nextDebtUs = admitted ? debtUs + intervalUs : debtUs;
	return {
		admitted,
		tatUs: nowUs + nextDebtUs,
		retryAfterMs: admitted ? 0 : Math.ceil((debtUs + intervalUs - burstUs) / 1000),
		requests: {
			limit: requestsPerMinute,
			remaining: Math.floor((burstUs - nextDebtUs) / intervalUs),
			resetMs: Math.ceil(nextDebtUs / 1000),
		},
	};
}
