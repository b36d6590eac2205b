import type { Activity, ActivityGroup, ActivityRow } from "@turnpike/db";
import { formatUsd } from "@turnpike/money";
import { amounts } from "../account/key-object.ts";
import { csvText } from "./csv.ts";

type Names = ReadonlyMap<string, string>;

/** What a row calls each group. */
const FIELDS: Record<ActivityGroup, string> = {
	key: "key",
	model: "model",
	day: "date",
	project: "project",
	provider: "provider_name",
	hour: "hour",
};

/** `GET /activity` as JSON. The sums are of posted usage; `unposted` says what is still to come. */
export function activityObject(activity: Activity, keyNames: Names) {
	return {
		as_of: new Date(activity.asOf).toISOString(),
		unposted: { requests: activity.unposted.generations, ...amounts("usage", activity.unposted.charge) },
		data: activity.rows.map((row) => ({
			...groupOf(row, keyNames),
			...endpointOf(row),
			requests: row.generations,
			prompt_tokens: row.promptTokens,
			cached_tokens: row.cachedTokens,
			completion_tokens: row.completionTokens,
			reasoning_tokens: row.reasoningTokens,
			...amounts("usage", row.charge),
			...amounts("upstream_cost", row.providerCost),
		})),
	};
}

/** What OpenRouter's client requires of a row, where its groups tell it. */
function endpointOf({ group: { model, provider } }: ActivityRow) {
	if (model === undefined || provider === undefined) return {};
	return { endpoint_id: `${model}@${provider}`, model_permaslug: model, byok_usage_inference: 0 };
}

function groupOf(row: ActivityRow, keyNames: Names): Record<string, string> {
	const fields: Record<string, string> = {};
	for (const [group, value] of Object.entries(row.group)) {
		fields[FIELDS[group as ActivityGroup]] = value;
		if (group === "key") fields.key_name = keyNames.get(value) ?? "";
	}
	return fields;
}

/** The same rows as CSV (RFC 4180), amounts exact. */
export function activityCsv(activity: Activity, by: readonly ActivityGroup[], keyNames: Names): string {
	const groupFields = by.flatMap((group) => (group === "key" ? ["key", "key_name"] : [FIELDS[group]]));
	const counts = ["requests", "prompt_tokens", "cached_tokens", "completion_tokens", "reasoning_tokens", "usage_usd"];
	const lines = [[...groupFields, ...counts]];
	for (const row of activity.rows) {
		const group = groupOf(row, keyNames);
		const { generations, promptTokens, cachedTokens, completionTokens, reasoningTokens } = row;
		const numbers = [generations, promptTokens, cachedTokens, completionTokens, reasoningTokens].map(String);
		lines.push([...groupFields.map((field) => group[field] ?? ""), ...numbers, formatUsd(row.charge)]);
	}
	return csvText(lines);
}
