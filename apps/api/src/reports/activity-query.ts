import { ACTIVITY_GROUPS, type ActivityGroup } from "@turnpike/db";
import { TurnpikeError } from "@turnpike/wire";

export interface ActivityRequest {
	readonly by: readonly ActivityGroup[];
	readonly from: number;
	readonly to: number;
	readonly csv: boolean;
}

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;

/** Reads `by`, `from`, `to`, `date` and `format` of an activity request. @throws TurnpikeError `invalid_value`. */
export function readActivityRequest(params: URLSearchParams, accept: string | null, nowMs: number): ActivityRequest {
	const format = params.get("format") ?? (accept?.includes("text/csv") ? "csv" : "json");
	if (format !== "json" && format !== "csv") throw wrong("format", "json or csv");
	const date = params.get("date");
	if (date !== null) {
		const from = readInstant("date", date);
		return { by: readGroups(params), from, to: from + DAY_MS, csv: format === "csv" };
	}
	const to = readTime(params, "to", nowMs + 1);
	const from = readTime(params, "from", to - DEFAULT_DAYS * DAY_MS);
	if (from > to) throw wrong("from", "before `to`");
	return { by: readGroups(params), from, to, csv: format === "csv" };
}

function readGroups(params: URLSearchParams): ActivityGroup[] {
	const names = (params.get("by") ?? params.get("group_by") ?? "day,model,provider")
		.split(",")
		.map((name) => name.trim());
	const groups = names.map((name) => {
		const group = ACTIVITY_GROUPS.find((known) => known === name);
		if (!group) throw wrong("by", `some of ${ACTIVITY_GROUPS.join(", ")}, with commas between`);
		return group;
	});
	return [...new Set(groups)];
}

function readTime(params: URLSearchParams, name: string, absent: number): number {
	const text = params.get(name);
	return text === null ? absent : readInstant(name, text);
}

function readInstant(name: string, text: string): number {
	const time = /^\d{4}-\d{2}-\d{2}(T.+)?$/.test(text) ? Date.parse(text) : Number.NaN;
	if (Number.isNaN(time)) throw wrong(name, "a date such as 2026-11-23 or an instant such as 2026-11-23T08:00:00Z");
	return time;
}

function wrong(param: string, right: string): TurnpikeError {
	return new TurnpikeError("invalid_value", `\`${param}\` must be ${right}.`, { param });
}
