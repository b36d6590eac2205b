import type { Bucket } from "../../time/time-range.ts";

const format = (options: Intl.DateTimeFormatOptions) =>
	new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });

const TICKS: Readonly<Record<Bucket, Intl.DateTimeFormat>> = {
	hour: format({ hour: "2-digit", minute: "2-digit" }),
	day: format({ day: "numeric", month: "short" }),
	week: format({ day: "numeric", month: "short" }),
	month: format({ month: "short", year: "2-digit" }),
};
const DAY = format({ dateStyle: "medium" });
const HOUR = format({ dateStyle: "medium", timeStyle: "short" });
const MONTH = format({ month: "long", year: "numeric" });

/** A bucket in few letters, below its bar. UTC. */
export function tickText(start: number, bucket: Bucket): string {
	return TICKS[bucket].format(start);
}

/** A bucket in words. UTC, and says so where a clock is read. */
export function bucketText(start: number, bucket: Bucket): string {
	switch (bucket) {
		case "hour":
			return `${HOUR.format(start)} UTC`;
		case "day":
			return DAY.format(start);
		case "week":
			return `Week of ${DAY.format(start)}`;
		case "month":
			return MONTH.format(start);
	}
}
