export const RANGES = ["24h", "7d", "30d", "90d", "month"] as const;
export type NamedRange = (typeof RANGES)[number];

export const RANGE_WORDS: Readonly<Record<NamedRange, string>> = {
	"24h": "Last 24 hours",
	"7d": "Last 7 days",
	"30d": "Last 30 days",
	"90d": "Last 90 days",
	month: "This month",
};

/** How much of the past is shown: a named part of it up to now, or whole days (UTC), both of them in it. */
export type TimeRange =
	| { readonly kind: "named"; readonly name: NamedRange }
	| { readonly kind: "days"; readonly first: string; readonly last: string };

export const DEFAULT_RANGE: TimeRange = { kind: "named", name: "7d" };

/** A part of time: from a moment on, up to one that is not in it. Unix milliseconds. */
export interface Interval {
	readonly from: number;
	readonly to: number;
}

export type Bucket = "hour" | "day" | "week" | "month";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS: Readonly<Record<Exclude<NamedRange, "24h" | "month">, number>> = { "7d": 7, "30d": 30, "90d": 90 };
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A range as it stands in an address: "7d", or "2026-11-01..2026-11-23". What is none is the default. */
export function readRange(text: string | undefined): TimeRange {
	const name = RANGES.find((each) => each === text);
	if (name !== undefined) return { kind: "named", name };
	const [first = "", last = ""] = (text ?? "").split("..");
	return isDay(first) && isDay(last) && first <= last ? { kind: "days", first, last } : DEFAULT_RANGE;
}

export function writeRange(range: TimeRange): string {
	return range.kind === "named" ? range.name : `${range.first}..${range.last}`;
}

/** Whether a text is a day there is: "2026-02-30" is none. */
export function isDay(text: string): boolean {
	if (!DATE.test(text)) return false;
	const time = Date.parse(`${text}T00:00:00Z`);
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** What a range means at a moment. Days are whole ones, in UTC, today's included. */
export function intervalOf(range: TimeRange, now: number): Interval {
	if (range.kind === "days") {
		return { from: Date.parse(`${range.first}T00:00:00Z`), to: Date.parse(`${range.last}T00:00:00Z`) + DAY_MS };
	}
	const today = now - (now % DAY_MS);
	switch (range.name) {
		case "24h":
			return { from: now - (now % HOUR_MS) - 23 * HOUR_MS, to: now };
		case "month":
			return { from: Date.UTC(new Date(now).getUTCFullYear(), new Date(now).getUTCMonth(), 1), to: now };
		default:
			return { from: today - (DAYS[range.name] - 1) * DAY_MS, to: now };
	}
}

/** How wide bars are, so that there are neither few nor too many. */
export function bucketOf({ from, to }: Interval): Bucket {
	const days = (to - from) / DAY_MS;
	if (days <= 2) return "hour";
	if (days <= 92) return "day";
	return days <= 400 ? "week" : "month";
}

/** The beginnings of all buckets that an interval touches, in order; weeks begin on Monday, all in UTC. */
export function bucketsOf({ from, to }: Interval, bucket: Bucket): readonly number[] {
	const starts: number[] = [];
	for (let start = startOf(from, bucket); start < to; start = nextAfter(start, bucket)) starts.push(start);
	return starts;
}

function startOf(time: number, bucket: Bucket): number {
	if (bucket === "hour") return time - (time % HOUR_MS);
	const day = time - (time % DAY_MS);
	if (bucket === "day") return day;
	const date = new Date(day);
	if (bucket === "month") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
	return day - ((date.getUTCDay() + 6) % 7) * DAY_MS;
}

function nextAfter(start: number, bucket: Bucket): number {
	const date = new Date(start);
	switch (bucket) {
		case "hour":
			return start + HOUR_MS;
		case "day":
			return start + DAY_MS;
		case "week":
			return start + 7 * DAY_MS;
		case "month":
			return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
	}
}
