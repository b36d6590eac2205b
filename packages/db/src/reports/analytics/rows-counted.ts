import type { Fragment, Queries } from "../../connect.ts";
import { uuidAt } from "../../usage/uuid-at.ts";
import { ARRIVAL_SLACK_MS } from "../next-window.ts";
import type { AnalyticsFilter, AnalyticsQuery } from "./analytics-query.ts";
import { expressionsOf } from "./expressions.ts";
import { type AnalyticsSource, fineDimensionOf } from "./source-of.ts";

/** `from` and `where`: the rows a query counts. */
export function rowsCounted(tx: Queries, query: AnalyticsQuery, source: AnalyticsSource): Fragment {
	const key = query.keyId === undefined ? tx`` : tx`and key_id = ${query.keyId}`;
	const filters = query.filters.map((filter) => tx`and ${conditionOf(tx, filter, query, source)}`);
	const all = filters.reduce((before, filter) => tx`${before} ${filter}`, key);
	const [from, to] = [new Date(query.from), new Date(query.to)];
	if (source === "rollups") {
		return tx`usage_hourly where organisation_id = ${query.organisationId}
			and hour >= date_trunc('hour', ${from}::timestamptz) and hour < ${to} ${all}`;
	}
	if (source === "fine_rollups") {
		return tx`usage_hourly_by where organisation_id = ${query.organisationId} and dimension = ${fineDimensionOf(query) ?? ""}
			and hour >= date_trunc('hour', ${from}::timestamptz) and hour < ${to} ${all}`;
	}
	const tags = query.dimensions.includes("tag") ? tx`left join lateral unnest(tags) as tag on true` : tx``;
	return tx`usage_event ${tags} where organisation_id = ${query.organisationId} and transaction_id is not null
		and generation_id >= ${uuidAt(query.from - ARRIVAL_SLACK_MS)}::uuid
		and generation_id < ${uuidAt(query.to + ARRIVAL_SLACK_MS)}::uuid
		and admitted_at >= ${from} and admitted_at < ${to} ${all}`;
}

function conditionOf(
	tx: Queries,
	{ dimension, values, negated }: AnalyticsFilter,
	query: AnalyticsQuery,
	source: AnalyticsSource,
): Fragment {
	const ofSets = dimension === "tag" && source === "generations" && !query.dimensions.includes("tag");
	const expression = expressionsOf(query, source).dimensions[dimension];
	if (expression === undefined) throw new Error(`nothing is known of ${dimension}`);
	const holds = ofSets
		? tx`(tags && ${values}::text[] or (tags is null and '' = any (${values}::text[])))`
		: tx`${tx.unsafe(expression)} = any (${values}::text[])`;
	return negated ? tx`${holds} is not true` : holds;
}
