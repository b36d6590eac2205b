import type { ActivityQuery } from "@turnpike/db";
import { TurnpikeError } from "@turnpike/wire";
import { type ActivityGroup, type ActivityQueryFields, activityQuery, readQuery } from "@turnpike/wire/account";
import type { NamedKey } from "../account/reports.ts";
import type { UsageScope } from "../account/usage-scope.ts";
import { wantsCsv } from "./csv.ts";
import { keyAskedFor } from "./key-asked-for.ts";

export interface ActivityRequest {
	readonly by: readonly ActivityGroup[];
	readonly from: number;
	readonly to: number;
	readonly csv: boolean;
	readonly filter: Pick<ActivityQueryFields, "key" | "project" | "model" | "provider">;
}

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
const DEFAULT_GROUPS: readonly ActivityGroup[] = ["day", "model", "provider"];

/** Reads an activity request. @throws TurnpikeError `invalid_value`. */
export function readActivityRequest(params: URLSearchParams, accept: string | null, nowMs: number): ActivityRequest {
	const asked = readQuery(activityQuery, params);
	const { model, provider } = asked;
	const key = asked.key ?? asked.api_key_hash;
	const project = asked.project ?? asked.workspace_id;
	return {
		by: asked.by ?? asked.group_by ?? DEFAULT_GROUPS,
		...periodOf(asked, nowMs),
		csv: wantsCsv(asked.format, accept ?? undefined),
		filter: { key, project, model, provider },
	};
}

function periodOf({ date, from, to = Number.NaN }: ActivityQueryFields, nowMs: number) {
	if (date !== undefined) return { from: date, to: date + DAY_MS };
	const end = Number.isNaN(to) ? nowMs + 1 : to;
	const start = from ?? end - DEFAULT_DAYS * DAY_MS;
	if (start <= end) return { from: start, to: end };
	throw new TurnpikeError("invalid_value", "'from' must be before `to`.", { param: "from" });
}

/** What the book is asked. */
export function activityQueryOf(
	scope: UsageScope,
	{ by, from, to, filter }: ActivityRequest,
	keys: readonly NamedKey[],
): ActivityQuery {
	return {
		organisationId: scope.organisationId,
		by,
		from,
		to,
		...keyAskedFor(scope, filter.key, keys),
		...(filter.project !== undefined && { projectId: filter.project }),
		...(filter.model !== undefined && { model: filter.model }),
		...(filter.provider !== undefined && { provider: filter.provider }),
	};
}
