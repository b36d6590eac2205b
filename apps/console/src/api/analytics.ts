import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { AnalyticsAnswer } from "@turnpike/wire/account";
import { type Bucket, bucketOf, type Interval, intervalOf, type TimeRange } from "../time/time-range.ts";
import { errorOf, request } from "./request.ts";

export const GROUPS = ["model", "key", "project", "provider", "member"] as const;
export type Group = (typeof GROUPS)[number];

const METRICS = ["total_usage", "request_count", "tokens_prompt", "tokens_completion", "cached_tokens"] as const;
const MOST_GROUPS = 500;
const MOST_CELLS = 10_000;
const REFRESH_MS = 15_000;

/** What was used of one group, or of all: amounts as exact text, counts as numbers. */
export interface UsageRow {
	/** The group's id; "" for what has none. */
	readonly group: string;
	/** What people call it. */
	readonly name: string;
	/** Where its time bucket begins (Unix milliseconds); undefined: the whole interval. */
	readonly start: number | undefined;
	readonly costUsd: string;
	readonly requests: number;
	readonly promptTokens: number;
	readonly completionTokens: number;
	readonly cachedTokens: number;
}

export interface Usage {
	readonly interval: Interval;
	readonly bucket: Bucket;
	readonly total: UsageRow | undefined;
	/** The dearest first. */
	readonly groups: readonly UsageRow[];
	/** A row for each group and bucket with any use. */
	readonly cells: readonly UsageRow[];
	readonly asOf: string;
	readonly unposted: { readonly requests: number; readonly costUsd: string };
	/** Groups or buckets beyond what is read at once are missing. */
	readonly truncated: boolean;
}

/** What was used in a time: in all, by group, and by group and time bucket. */
export function usageQuery(range: TimeRange, group: Group) {
	return queryOptions({
		queryKey: ["usage", range, group],
		queryFn: ({ signal }) => readUsage(range, group, signal),
		placeholderData: keepPreviousData,
		refetchInterval: REFRESH_MS,
	});
}

async function readUsage(range: TimeRange, group: Group, signal: AbortSignal): Promise<Usage> {
	const interval = intervalOf(range, Date.now());
	const bucket = bucketOf(interval);
	const [total, groups, cells] = await Promise.all([
		ask(interval, {}, signal),
		ask(interval, { dimensions: [group], order_by: { field: "total_usage" }, limit: MOST_GROUPS }, signal),
		ask(interval, { dimensions: [group], granularity: bucket, limit: MOST_CELLS }, signal),
	]);
	const rowOf = (row: Row) => usageRow(row, group, bucket);
	return {
		interval,
		bucket,
		total: total.data.map(rowOf)[0],
		groups: groups.data.map(rowOf),
		cells: cells.data.map(rowOf),
		asOf: total.as_of,
		unposted: { requests: total.unposted.request_count, costUsd: total.unposted.total_usage_usd },
		truncated: groups.metadata.truncated || cells.metadata.truncated,
	};
}

type Answer = AnalyticsAnswer["data"];
type Row = Answer["data"][number];

async function ask(interval: Interval, more: object, signal: AbortSignal): Promise<Answer> {
	return (
		await request<AnalyticsAnswer>("/v1/analytics/query", { method: "POST", body: bodyOf(interval, more), signal })
	).data;
}

function bodyOf({ from, to }: Interval, more: object) {
	const time_range = { start: new Date(from).toISOString(), end: new Date(to).toISOString() };
	return { metrics: METRICS, time_range, ...more };
}

function usageRow(row: Row, group: Group, bucket: Bucket): UsageRow {
	const id = String(row[group] ?? "");
	const date = row[`date__${bucket}`];
	return {
		group: id,
		name: String(row[`${group}_name`] ?? "") || id,
		start: typeof date === "string" ? Date.parse(date) : undefined,
		costUsd: String(row.total_usage_usd ?? "0"),
		requests: countOf(row.request_count),
		promptTokens: countOf(row.tokens_prompt),
		completionTokens: countOf(row.tokens_completion),
		cachedTokens: countOf(row.cached_tokens),
	};
}

function countOf(cell: string | number | null | undefined): number {
	return typeof cell === "number" ? cell : 0;
}

/** The groups of a time, by bucket, as CSV. @throws ApiError when they cannot be had. */
export async function exportUsage(range: TimeRange, group: Group): Promise<string> {
	const interval = intervalOf(range, Date.now());
	const more = { dimensions: [group], granularity: bucketOf(interval), limit: MOST_CELLS };
	const response = await fetch("/v1/analytics/query?format=csv", {
		method: "POST",
		credentials: "same-origin",
		headers: { "content-type": "application/json" },
		body: JSON.stringify(bodyOf(interval, more)),
	});
	if (!response.ok) throw await errorOf(response);
	return response.text();
}
