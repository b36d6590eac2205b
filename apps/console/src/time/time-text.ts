const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
const MOMENT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

/** A day in UTC, as prices and budgets count them: "23 Nov 2026". What is no date is given back. */
export function dayText(text: string): string {
	const time = Date.parse(text);
	return Number.isNaN(time) ? text : DAY.format(time);
}

/** A moment where the reader is: "23 Nov 2026, 08:15:04". */
export function momentText(time: string | number): string {
	const ms = typeof time === "number" ? time : Date.parse(time);
	return Number.isNaN(ms) ? String(time) : MOMENT.format(ms);
}

const CLOCK = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

/** A moment of today where the reader is: "08:15:04". */
export function clockText(time: string): string {
	const ms = Date.parse(time);
	return Number.isNaN(ms) ? time : CLOCK.format(ms);
}
