import { nanoUsd } from "@turnpike/money";
import type { AnalyticsMetric } from "@turnpike/wire/account";
import type { Database, Queries } from "../../connect.ts";
import { fineRollupsAsOf } from "../../usage/fine-rollups-as-of.ts";
import { inReport } from "../in-report.ts";
import { readUnposted, type UnpostedUsage } from "../read-unposted.ts";
import type { AnalyticsQuery, AnalyticsRow, MetricValue } from "./analytics-query.ts";
import { bucketOf, expressionsOf } from "./expressions.ts";
import { rowsCounted } from "./rows-counted.ts";
import { type AnalyticsSource, sourceOf } from "./source-of.ts";

export interface Analytics {
	readonly rows: readonly AnalyticsRow[];
	/** There are more rows than the limit. */
	readonly truncated: boolean;
	readonly source: "rollups" | "generations";
	/** Unix milliseconds: everything posted until then is in the rows. */
	readonly asOf: number;
	/** Durable and not posted, so not in the rows: all of the organisation's, or the key's. */
	readonly unposted: UnpostedUsage;
}

/** Sums an organisation's posted usage. Out of rollups the sums are the ledger's, to the nano-dollar. */
export function readAnalytics(sql: Database, query: AnalyticsQuery): Promise<Analytics> {
	return inReport(sql, query.organisationId, async (tx) => {
		const source = sourceOf(query);
		const found = await readRows(tx, query, source);
		const { asOf, ...unposted } = await readUnposted(tx, query.organisationId, query.keyId);
		return {
			rows: found.slice(0, query.limit).map((row) => toRow(row, query)),
			truncated: found.length > query.limit,
			source: source === "generations" ? source : "rollups",
			asOf: source === "fine_rollups" ? Math.min(asOf, await fineRollupsAsOf(tx)) : asOf,
			unposted,
		};
	});
}

/** A column for each dimension and metric, in their order: `d0`, `m0`. */
type Columns = Readonly<Record<string, string | bigint | number | null>>;

async function readRows(tx: Queries, query: AnalyticsQuery, source: AnalyticsSource): Promise<Columns[]> {
	const { at, dimensions, metrics } = expressionsOf(query, source);
	const groups = query.dimensions.map((dimension, index) => `${known(dimensions[dimension])} as d${index}`);
	if (query.granularity) groups.push(`${bucketOf(at, query.granularity)} as bucket`);
	const figures = query.metrics.map((metric, index) => `${known(metrics[metric])} as m${index}`);
	const names = groups.map((_, index) => index + 1);
	const select = [...groups, ...figures, `${known(metrics.request_count)} as requests`].join(", ");
	const ranked = `row_number() over (${partitionBy(query)} order by ${orderBy(query)})`;
	return tx<Columns[]>`select * from (
			select *, ${tx.unsafe(ranked)} as rank from (
				select ${tx.unsafe(select)} from ${rowsCounted(tx, query, source)}
				${tx.unsafe(names.length === 0 ? "" : `group by ${names.join(", ")}`)}
			) counted
		) ranked where ${query.groupLimit === undefined ? tx`true` : tx`rank <= ${query.groupLimit}`}
		order by ${tx.unsafe(orderBy(query))} limit ${query.limit + 1}`;
}

/** @throws when a query came to a source that does not know what it asks for. */
function known(expression: string | undefined): string {
	if (expression === undefined) throw new Error("a query came to a source that cannot answer it");
	return expression;
}

function partitionBy(query: AnalyticsQuery): string {
	const columns = query.dimensions.map((_, index) => `d${index}`);
	return columns.length === 0 ? "" : `partition by ${columns.join(", ")}`;
}

/** By what is asked, then by what makes the order the same every time. */
function orderBy(query: AnalyticsQuery): string {
	const first = `${columnOf(query)} ${query.order.descending ? "desc" : "asc"} nulls last`;
	const rest = query.dimensions.map((_, index) => `d${index}`);
	return [first, ...(query.granularity ? ["bucket desc"] : []), ...rest].join(", ");
}

function columnOf({ order, dimensions, metrics, granularity }: AnalyticsQuery): string {
	if (order.by === "date") return granularity ? "bucket" : "requests";
	const dimension = dimensions.map(String).indexOf(order.by);
	if (dimension >= 0) return `d${dimension}`;
	const metric = metrics.map(String).indexOf(order.by);
	return metric >= 0 ? `m${metric}` : "requests";
}

function toRow(columns: Columns, query: AnalyticsQuery): AnalyticsRow {
	return {
		date: query.granularity && String(columns.bucket),
		dimensions: Object.fromEntries(query.dimensions.map((name, index) => [name, String(columns[`d${index}`])])),
		metrics: Object.fromEntries(
			query.metrics.map((name, index) => [name, metricValue(name, columns[`m${index}`] ?? null)]),
		),
	};
}

function metricValue(metric: AnalyticsMetric, value: string | bigint | number | null): MetricValue {
	if (metric === "total_usage") return nanoUsd(BigInt(value ?? 0n));
	return value === null ? null : Number(value);
}
