import type { Activity, ActivityRow } from "@turnpike/db";
import { approximateUsd, formatUsd } from "@turnpike/money";
import type { ActivityAnswer, ActivityGroup } from "@turnpike/wire/account";
import { csvText } from "./csv.ts";

type Names = ReadonlyMap<string, string>;

type Row = ActivityAnswer["data"][number];

/** What a row calls each group. */
const FIELDS = {
	key: "key",
	model: "model",
	day: "date",
	project: "project",
	provider: "provider_name",
	hour: "hour",
} as const satisfies Record<ActivityGroup, keyof Row>;

/** `GET /activity` as JSON. The sums are of posted usage; `unposted` says what is still to come. */
export function activityObject(activity: Activity, keyNames: Names): ActivityAnswer {
	return {
		as_of: new Date(activity.asOf).toISOString(),
		unposted: {
			requests: activity.unposted.generations,
			usage: approximateUsd(activity.unposted.charge),
			usage_usd: formatUsd(activity.unposted.charge),
		},
		data: activity.rows.map((row) => ({
			...groupOf(row, keyNames),
			...endpointOf(row),
			requests: row.generations,
			prompt_tokens: row.promptTokens,
			cached_tokens: row.cachedTokens,
			completion_tokens: row.completionTokens,
			reasoning_tokens: row.reasoningTokens,
			usage: approximateUsd(row.charge),
			usage_usd: formatUsd(row.charge),
		})),
	};
}

/** What OpenRouter's client requires of a row, where its groups tell it. */
function endpointOf({ group: { model, provider } }: ActivityRow) {
	if (model === undefined || provider === undefined) return {};
	return { endpoint_id: `${model}@${provider}`, model_permaslug: model, byok_usage_inference: 0 as const };
}

function groupOf({ group: { key, model, day, project, provider, hour } }: ActivityRow, keyNames: Names) {
	return {
		...(day !== undefined && { date: day }),
		...(hour !== undefined && { hour }),
		...(key !== undefined && { key, key_name: keyNames.get(key) ?? "" }),
		...(project !== undefined && { project, workspace_id: project }),
		...(model !== undefined && { model }),
		...(provider !== undefined && { provider_name: provider }),
	};
}

/** The same rows as CSV (RFC 4180), amounts exact. */
export function activityCsv(activity: Activity, by: readonly ActivityGroup[], keyNames: Names): string {
	const groupFields = by.flatMap((group) => (group === "key" ? ["key", "key_name"] : [FIELDS[group]]));
	const counts = ["requests", "prompt_tokens", "cached_tokens", "completion_tokens", "reasoning_tokens", "usage_usd"];
	const lines = [[...groupFields, ...counts]];
	for (const row of activity.rows) {
		const group: Partial<Record<string, string>> = groupOf(row, keyNames);
		const { generations, promptTokens, cachedTokens, completionTokens, reasoningTokens } = row;
		const numbers = [generations, promptTokens, cachedTokens, completionTokens, reasoningTokens].map(String);
		lines.push([...groupFields.map((field) => group[field] ?? ""), ...numbers, formatUsd(row.charge)]);
	}
	return csvText(lines);
}
