import { type AnalyticsFilter, type AnalyticsOrder, type AnalyticsQuery, sourceOf } from "@turnpike/db";
import { TurnpikeError } from "@turnpike/wire";
import { ANALYTICS_METRICS, type AnalyticsMetric, type AnalyticsRequest, dimensionOf } from "@turnpike/wire/account";
import type { UsageScope } from "../account/usage-scope.ts";

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 7;
const DEFAULT_LIMIT = 1_000;
/** Single generations are counted one by one. */
export const LONGEST_GENERATIONS_DAYS = 31;
const LONGEST_MINUTES_DAYS = 1;

/**
 * What the book is asked.
 *
 * @throws TurnpikeError `invalid_value` for what the schema cannot say: an order by something else, a period too long.
 */
export function analyticsQuery(scope: UsageScope, asked: AnalyticsRequest, nowMs: number): AnalyticsQuery {
	const to = asked.time_range?.end ?? nowMs + 1;
	const from = asked.time_range?.start ?? to - DEFAULT_DAYS * DAY_MS;
	if (from > to) throw wrong("time_range.start", "before `time_range.end`");
	const dimensions = (asked.dimensions ?? []).map(dimensionOf);
	if (new Set(dimensions).size < dimensions.length) throw wrong("dimensions", "different from each other");
	const query: AnalyticsQuery = {
		organisationId: scope.organisationId,
		from,
		to,
		dimensions,
		metrics: [...new Set(asked.metrics)],
		filters: (asked.filters ?? []).map(filterOf),
		order: orderOf(asked),
		limit: asked.limit ?? DEFAULT_LIMIT,
		...(scope.keyId !== undefined && { keyId: scope.keyId }),
		...(asked.granularity !== undefined && { granularity: asked.granularity }),
		...(asked.group_limit !== undefined && { groupLimit: asked.group_limit }),
	};
	checkPeriod(query);
	return query;
}

function checkPeriod(query: AnalyticsQuery): void {
	const days = (query.to - query.from) / DAY_MS;
	if (query.granularity === "minute" && days > LONGEST_MINUTES_DAYS) {
		throw wrong("time_range", "at most a day long where `granularity` is minute");
	}
	if (days > LONGEST_GENERATIONS_DAYS && sourceOf(query) === "generations") {
		const why = "for these metrics, dimensions and filters (GET /analytics/meta says which reach further)";
		throw wrong("time_range", `at most ${LONGEST_GENERATIONS_DAYS} days long ${why}`);
	}
}

type AskedFilter = NonNullable<AnalyticsRequest["filters"]>[number];

function filterOf({ field, operator, value, include_unset }: AskedFilter, index: number): AnalyticsFilter {
	const list = operator === "in" || operator === "not_in";
	if (Array.isArray(value) !== list) throw wrong(`filters[${index}].value`, list ? "a list" : "one value");
	const values = Array.isArray(value) ? value : [value];
	return {
		dimension: dimensionOf(field),
		values: include_unset ? [...values, ""] : values,
		negated: operator === "neq" || operator === "not_in",
	};
}

/** The latest first where there are buckets of time, else the largest. */
function orderOf({ order_by, granularity, dimensions = [], metrics }: AnalyticsRequest): AnalyticsOrder {
	const [first = "request_count"] = metrics;
	if (!order_by) return { by: granularity ? "date" : first, descending: true };
	const descending = order_by.direction !== "asc";
	const { field } = order_by;
	if (field === "date" && granularity) return { by: "date", descending };
	const dimension = dimensions.find((name) => name === field);
	if (dimension) return { by: dimensionOf(dimension), descending };
	if (isMetric(field) && (metrics.includes(field) || field === "request_count")) return { by: field, descending };
	throw wrong("order_by.field", "a metric or a dimension of this query, or `date` where it has a granularity");
}

function isMetric(name: string): name is AnalyticsMetric {
	return Object.hasOwn(ANALYTICS_METRICS, name);
}

function wrong(param: string, right: string): TurnpikeError {
	return new TurnpikeError("invalid_value", `'${param}' must be ${right}.`, { param });
}
