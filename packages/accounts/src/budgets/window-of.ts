/** When a budget starts anew; `none` is a budget for life. */
export type LimitReset = "none" | "daily" | "weekly" | "monthly";

/** The time a budget's spending is summed over, in unix milliseconds: `start` belongs to it, `end` does not. */
export interface BudgetWindow {
	readonly start: number;
	/** undefined: it never ends. */
	readonly end: number | undefined;
}

const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday, so the first Monday is four days on, and the Monday before it three days back. */
const DAYS_FROM_MONDAY_TO_EPOCH = 3;
const FOR_LIFE: BudgetWindow = { start: 0, end: undefined };

/** The window a moment lies in. All windows are UTC: days from midnight, weeks from Monday, months from the first. */
export function windowOf(reset: LimitReset, atMs: number): BudgetWindow {
	switch (reset) {
		case "none":
			return FOR_LIFE;
		case "daily":
			return days(Math.floor(atMs / DAY_MS), 1);
		case "weekly":
			return week(Math.floor(atMs / DAY_MS));
		case "monthly":
			return month(new Date(atMs));
	}
}

function days(first: number, count: number): BudgetWindow {
	return { start: first * DAY_MS, end: (first + count) * DAY_MS };
}

function week(day: number): BudgetWindow {
	const sinceMonday = (((day + DAYS_FROM_MONDAY_TO_EPOCH) % 7) + 7) % 7;
	return days(day - sinceMonday, 7);
}

function month(at: Date): BudgetWindow {
	const year = at.getUTCFullYear();
	return { start: Date.UTC(year, at.getUTCMonth(), 1), end: Date.UTC(year, at.getUTCMonth() + 1, 1) };
}
