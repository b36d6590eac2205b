import { generationIdToUuid, uuidToId } from "@turnpike/accounts";
import type { GenerationPage, GenerationRow, GenerationsQuery } from "@turnpike/db";
import { approximateUsd, formatUsd } from "@turnpike/money";
import { completionTokens, promptTokens, TurnpikeError, type Usage } from "@turnpike/wire";
import type { GenerationList, GenerationListQuery, GenerationSummary } from "@turnpike/wire/account";
import type { NamedKey } from "../account/reports.ts";
import type { UsageScope } from "../account/usage-scope.ts";
import { csvText } from "./csv.ts";
import { keyAskedFor } from "./key-asked-for.ts";

const DEFAULT_LIMIT = 50;

/**
 * What the book is asked for a list.
 *
 * @throws TurnpikeError `invalid_value` for a cursor that is none, or a period that ends before it begins.
 */
export function generationsQuery(
	scope: UsageScope,
	asked: GenerationListQuery,
	keys: readonly NamedKey[],
): GenerationsQuery {
	const { from, to, project, model, provider, status, cursor, limit = DEFAULT_LIMIT } = asked;
	if (from !== undefined && to !== undefined && from > to) throw wrong("from", "before `to`");
	const before = cursor === undefined ? undefined : generationIdToUuid(cursor);
	if (cursor !== undefined && before === undefined) throw wrong("cursor", "`next_cursor` of an earlier page");
	return {
		organisationId: scope.organisationId,
		limit,
		...(from !== undefined && { from }),
		...(to !== undefined && { to }),
		...(before !== undefined && { before }),
		...keyAskedFor(scope, asked.key, keys),
		...(project !== undefined && { projectId: project }),
		...(model !== undefined && { model }),
		...(provider !== undefined && { provider }),
		...(status !== undefined && { status }),
	};
}

function wrong(param: string, right: string): TurnpikeError {
	return new TurnpikeError("invalid_value", `'${param}' must be ${right}.`, { param });
}

/** `GET /generations`. */
export function generationListObject(page: GenerationPage, keys: readonly NamedKey[]): GenerationList {
	const names = new Map(keys.map(({ id, name }) => [id, name]));
	return {
		object: "list",
		data: page.rows.map((row) => summaryOf(row, names)),
		has_more: page.next !== undefined,
		next_cursor: page.next === undefined ? null : uuidToId("generation", page.next),
	};
}

function summaryOf(row: GenerationRow, keyNames: ReadonlyMap<string, string>): GenerationSummary {
	const usage: Usage = row.usage;
	return {
		id: uuidToId("generation", row.generationId),
		created_at: new Date(row.admittedAt).toISOString(),
		model: row.model,
		provider_name: row.provider,
		endpoint: row.endpointId,
		format: row.format,
		streamed: row.streamed,
		status: row.status,
		finish_reason: row.finishReason || null,
		tokens_prompt: promptTokens(usage),
		tokens_completion: completionTokens(usage),
		tokens_cached: usage.cache_read ?? 0,
		tokens_reasoning: usage.reasoning ?? 0,
		total_cost: approximateUsd(row.charge),
		total_cost_usd: formatUsd(row.charge),
		posted: row.posted,
		parked: row.parked,
		estimated: row.estimated,
		ttft_ms: row.ttftMs,
		latency_ms: row.latencyMs,
		attempts: row.attempts,
		key_id: row.keyId,
		key_name: keyNames.get(row.keyId) ?? "",
		project_id: row.projectId,
		member_id: row.memberId || null,
		user: row.endUser || null,
		app: row.app || null,
		tags: [...row.tags],
		sandbox: row.provider === "sandbox",
	};
}

/** The same page as CSV, tags with spaces between. */
export function generationListCsv(list: GenerationList): string {
	const heads: (keyof GenerationSummary)[] = [
		...(["id", "created_at", "model", "provider_name", "status", "finish_reason", "streamed"] as const),
		...(["tokens_prompt", "tokens_completion", "tokens_cached", "tokens_reasoning", "total_cost_usd"] as const),
		...(["posted", "estimated", "ttft_ms", "latency_ms", "attempts", "key_id", "key_name", "project_id"] as const),
		...(["member_id", "user", "app", "tags"] as const),
	];
	const cell = (value: GenerationSummary[keyof GenerationSummary]) =>
		Array.isArray(value) ? value.join(" ") : String(value ?? "");
	return csvText([heads, ...list.data.map((row) => heads.map((head) => cell(row[head])))]);
}
