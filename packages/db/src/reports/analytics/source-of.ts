import { ANALYTICS_DIMENSIONS, ANALYTICS_METRICS } from "@turnpike/wire/account";
import type { AnalyticsQuery } from "./analytics-query.ts";

/** Where an answer comes from: the rollups that agree with the ledger, or single generations, of which there are many. */
export type AnalyticsSource = "rollups" | "generations";

/** The rollups wherever they know all that is asked for. */
export function sourceOf(
	query: Pick<AnalyticsQuery, "metrics" | "dimensions" | "filters" | "granularity">,
): AnalyticsSource {
	const rolledUp =
		query.granularity !== "minute" &&
		query.metrics.every((metric) => ANALYTICS_METRICS[metric].rolledUp) &&
		query.dimensions.every((dimension) => ANALYTICS_DIMENSIONS[dimension].rolledUp) &&
		query.filters.every(({ dimension }) => ANALYTICS_DIMENSIONS[dimension].rolledUp);
	return rolledUp ? "rollups" : "generations";
}
