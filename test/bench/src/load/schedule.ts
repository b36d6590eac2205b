/**
 * The send times of an open-loop run: the i-th request is due at `startNs + i / rate`, whatever happened to those
 * before it. Latency is measured from these times, so a target that stalls is charged for every request that
 * would have been sent meanwhile (no coordinated omission).
 */
export type Schedule = { readonly startNs: number; readonly perSecond: number; readonly total: number };

/** Requests at `perSecond` for `seconds`, the first one due at `startNs`. Both must be positive. */
export function scheduleOf(startNs: number, perSecond: number, seconds: number): Schedule {
	if (!(perSecond > 0) || !(seconds > 0)) throw new RangeError("a rate and a duration are positive");
	return { startNs, perSecond, total: Math.max(1, Math.round(perSecond * seconds)) };
}

/** When request `index` is due, in ns. Computed from the start each time, so that no rounding adds up. */
export function dueAt(schedule: Schedule, index: number): number {
	return schedule.startNs + (index * 1e9) / schedule.perSecond;
}

/** How many requests are due at `nowNs`, counted from the first. */
export function dueBy(schedule: Schedule, nowNs: number): number {
	if (nowNs < schedule.startNs) return 0;
	const elapsed = Math.floor(((nowNs - schedule.startNs) * schedule.perSecond) / 1e9) + 1;
	return Math.min(schedule.total, elapsed);
}
