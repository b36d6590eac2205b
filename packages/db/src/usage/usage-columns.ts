import type { UsageEvent } from "@turnpike/ledger";

/**
 * The columns of `usage_event` that the hot path writes, with the type each has in a JSON record set. Batches travel as
 * one JSON parameter: one text to encode here, one to parse there.
 */
export const RECORD_COLUMNS = [
	"generation_id uuid",
	"organisation_id text",
	"account_id text",
	"project_id text",
	"key_id text",
	"allowance_id uuid",
	"status text",
	"estimated boolean",
	"model text",
	"provider text",
	"endpoint_id text",
	"price_version_id text",
	"usage jsonb",
	"hold_nano_usd bigint",
	"charge_nano_usd bigint",
	"provider_cost_nano_usd bigint",
	"format text",
	"streamed boolean",
	"finish_reason text",
	"upstream_id text",
	"admitted_at timestamptz",
	"ttft_ms integer",
	"latency_ms integer",
	"attempts jsonb",
	"end_user text",
	"app text",
	"member_id text",
	"tags text[]",
	"evidence text",
	"request_sha256 bytea",
] as const;

export const COLUMN_NAMES = RECORD_COLUMNS.map((column) => column.slice(0, column.indexOf(" "))).join(", ");
export const COLUMN_TYPES = RECORD_COLUMNS.join(", ");

/** One event as the record set reads it. Money travels as text: JSON numbers end at 2^53. */
export function toRecord(event: UsageEvent): Record<string, unknown> {
	return {
		generation_id: event.generationId,
		organisation_id: event.organisationId,
		account_id: event.accountId,
		project_id: event.projectId,
		key_id: event.keyId,
		allowance_id: event.allowanceId,
		status: event.status,
		estimated: event.estimated,
		model: storable(event.model),
		provider: event.provider,
		endpoint_id: event.endpointId,
		price_version_id: event.priceVersionId,
		usage: event.usage,
		hold_nano_usd: event.holdNanoUsd.toString(),
		charge_nano_usd: event.chargeNanoUsd.toString(),
		provider_cost_nano_usd: event.providerCostNanoUsd.toString(),
		format: event.format,
		streamed: event.streamed,
		finish_reason: storable(event.finishReason),
		upstream_id: storable(event.upstreamId),
		admitted_at: new Date(event.admittedAt).toISOString(),
		ttft_ms: Math.round(event.ttftMs),
		latency_ms: Math.round(event.latencyMs),
		attempts: event.attempts.map((attempt) => ({ ...attempt, failure: storable(attempt.failure) })),
		end_user: storable(event.endUser),
		app: storable(event.app),
		member_id: event.memberId === "" ? null : event.memberId,
		evidence: event.evidence,
		request_sha256: event.requestSha256 === "" ? null : `\\x${event.requestSha256}`,
		tags: event.tags.length === 0 ? null : event.tags,
	};
}

/** Postgres stores neither NUL nor lone surrogates in text; strings from outside may hold both. */
export function storable(text: string): string {
	return text.isWellFormed() && !text.includes("\0") ? text : text.toWellFormed().replaceAll("\0", "");
}
