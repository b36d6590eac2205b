import { ANALYTICS_DIMENSIONS, ANALYTICS_METRICS, type AnalyticsDimension } from "@turnpike/wire/account";
import type { AnalyticsQuery } from "./analytics-query.ts";

/**
 * Where an answer comes from: the rollups that agree with the ledger at every moment, those by one dimension more that
 * follow it, or single generations, of which there are many.
 */
export type AnalyticsSource = "rollups" | "fine_rollups" | "generations";

type Asked = Pick<AnalyticsQuery, "metrics" | "dimensions" | "filters" | "granularity">;

const FINE: ReadonlySet<AnalyticsDimension> = new Set(["member", "end_user", "app", "tag"]);

/** The rollups wherever they know all that is asked for. */
export function sourceOf(query: Asked): AnalyticsSource {
	const named = namedBy(query);
	const fine = fineDimensionOf(query);
	const rolledUp =
		query.granularity !== "minute" &&
		query.metrics.every((metric) => ANALYTICS_METRICS[metric].rolledUp) &&
		named.every((dimension) => ANALYTICS_DIMENSIONS[dimension].rolledUp || dimension === fine);
	if (!rolledUp) return "generations";
	if (fine === undefined) return "rollups";
	return fine === "tag" && !query.dimensions.includes("tag") && !isOneTag(query) ? "generations" : "fine_rollups";
}

/** The first dimension that only finer rollups know. */
export function fineDimensionOf(query: Asked): AnalyticsDimension | undefined {
	return namedBy(query).find((dimension) => FINE.has(dimension));
}

function namedBy({ dimensions, filters }: Asked): AnalyticsDimension[] {
	return [...dimensions, ...filters.map(({ dimension }) => dimension)];
}

/** Of several tags a generation with two of them would count twice, of all but some one that has others as well. */
function isOneTag({ filters }: Asked): boolean {
	const ofTags = filters.filter(({ dimension }) => dimension === "tag");
	return ofTags.length === 1 && ofTags.every(({ values, negated }) => values.length === 1 && !negated);
}
