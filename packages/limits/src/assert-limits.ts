import { type LimitsRequest, MAX_REQUESTS_PER_MINUTE } from "./limits.ts";

/** @throws RangeError naming the limit that is not a whole number in range. */
export function assertLimits({ requestsPerMinute, maxConcurrent }: LimitsRequest): void {
	assertCount("requestsPerMinute", requestsPerMinute, MAX_REQUESTS_PER_MINUTE);
	assertCount("maxConcurrent", maxConcurrent, Number.MAX_SAFE_INTEGER);
}

function assertCount(name: string, value: number | undefined, most: number): void {
	if (value === undefined) return;
	if (!Number.isSafeInteger(value) || value < 1 || value > most) {
		throw new RangeError(`${name} must be a whole number from 1 to ${most}, not ${value}`);
	}
}
