import type { NanoUsd } from "@turnpike/money";
import type { AnalyticsDimension, AnalyticsMetric, Granularity } from "@turnpike/wire/account";

export interface AnalyticsFilter {
	readonly dimension: AnalyticsDimension;
	/** "" is what has none. */
	readonly values: readonly string[];
	/** Everything but these. */
	readonly negated: boolean;
}

export interface AnalyticsOrder {
	readonly by: "date" | AnalyticsDimension | AnalyticsMetric;
	readonly descending: boolean;
}

/** What is asked of an organisation's posted usage. */
export interface AnalyticsQuery {
	readonly organisationId: string;
	/** Only this key's. */
	readonly keyId?: string;
	/** Unix milliseconds; out of rollups whole hours count. */
	readonly from: number;
	/** Up to here, exclusive. */
	readonly to: number;
	/** Absent: one bucket for the whole time. */
	readonly granularity?: Granularity;
	/** At most two. */
	readonly dimensions: readonly AnalyticsDimension[];
	readonly metrics: readonly AnalyticsMetric[];
	/** All of them must hold. */
	readonly filters: readonly AnalyticsFilter[];
	readonly order: AnalyticsOrder;
	readonly limit: number;
	/** Most rows for each combination of the dimensions. */
	readonly groupLimit?: number;
}

/** Money as itself, counts and rates as numbers; null where there is nothing to have a rate of. */
export type MetricValue = NanoUsd | number | null;

export interface AnalyticsRow {
	/** The beginning of its bucket: YYYY-MM-DD, of hours and minutes an instant. */
	readonly date: string | undefined;
	readonly dimensions: Readonly<Partial<Record<AnalyticsDimension, string>>>;
	readonly metrics: Readonly<Partial<Record<AnalyticsMetric, MetricValue>>>;
}
