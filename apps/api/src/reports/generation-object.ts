import { uuidToId } from "@turnpike/accounts";
import { type PriceVersion, parsePriceVersion } from "@turnpike/catalog";
import type { GenerationRecord } from "@turnpike/db";
import { approximateUsd, formatUsd } from "@turnpike/money";
import { completionTokens, promptTokens, type Usage } from "@turnpike/wire";
import type { GenerationAnswer, GenerationRecordObject } from "@turnpike/wire/account";
import { costLines } from "./cost-lines.ts";

/** `GET /generation?id=`: OpenRouter's members, every attempt, and how the cost comes about class by class. */
export function generationObject(record: GenerationRecord): GenerationAnswer {
	return {
		data: {
			...servedBy(record),
			...timesOf(record),
			...tokensOf(record),
			...costOf(record),
			...attemptsOf(record),
			...callerOf(record),
			...OPENROUTER_ONLY,
		},
	};
}

type Part<Name extends keyof GenerationRecordObject> = Pick<GenerationRecordObject, Name>;

function servedBy({ event }: GenerationRecord) {
	const id = uuidToId("generation", event.generationId);
	return {
		id,
		request_id: `req_${id.slice(4)}`,
		upstream_id: event.upstreamId || null,
		model: event.model,
		provider_name: event.provider,
		endpoint: event.endpointId,
		api_type: event.format === "embeddings" ? ("embeddings" as const) : ("completions" as const),
		format: event.format,
		streamed: event.streamed,
		status: event.status,
		cancelled: event.status === "aborted",
		finish_reason: event.finishReason || null,
		native_finish_reason: event.finishReason || null,
		is_byok: false as const,
		data_region: "global" as const,
		sandbox: event.provider === "sandbox",
	};
}

function timesOf({
	event,
}: GenerationRecord): Part<"created_at" | "latency" | "generation_time" | "ttft_ms" | "latency_ms"> {
	return {
		created_at: new Date(event.admittedAt).toISOString(),
		latency: event.ttftMs,
		generation_time: event.latencyMs,
		ttft_ms: event.ttftMs,
		latency_ms: event.latencyMs,
	};
}

function tokensOf({ event }: GenerationRecord) {
	const usage: Usage = event.usage;
	return {
		tokens_prompt: promptTokens(usage),
		tokens_completion: completionTokens(usage),
		native_tokens_prompt: promptTokens(usage),
		native_tokens_completion: completionTokens(usage),
		native_tokens_cached: usage.cache_read ?? 0,
		native_tokens_reasoning: usage.reasoning ?? 0,
		usage_by_class: Object.fromEntries(Object.entries(usage).filter(([, units]) => units > 0)),
		estimated: event.estimated,
		evidence: event.evidence,
	};
}

function costOf(record: GenerationRecord) {
	const { event, posted } = record;
	const charge = posted ?? event.chargeNanoUsd;
	const version = record.prices === undefined ? undefined : parsePriceVersion(JSON.parse(record.prices));
	const { lines, adjustments } = costLines(event.usage, version, charge);
	return {
		total_cost: approximateUsd(charge),
		total_cost_usd: formatUsd(charge),
		usage: approximateUsd(charge),
		usage_usd: formatUsd(charge),
		hold: approximateUsd(event.holdNanoUsd),
		hold_usd: formatUsd(event.holdNanoUsd),
		posted: record.transactionId !== undefined,
		parked: record.parkedReason !== undefined,
		transaction_id: record.transactionId ?? null,
		price_version: event.priceVersionId,
		...priceOf(version, promptTokens(event.usage)),
		cost_breakdown: lines,
		cost_adjustments: adjustments,
	};
}

function priceOf(
	version: PriceVersion | undefined,
	prompt: number,
): Part<"price_effective_from" | "price_source" | "price_above_prompt_tokens"> {
	const tier = version?.tiers.findLast(({ abovePromptTokens }) => prompt > abovePromptTokens);
	return {
		price_effective_from: version?.effectiveFrom ? new Date(version.effectiveFrom).toISOString() : null,
		price_source: version?.source ?? null,
		price_above_prompt_tokens: tier?.abovePromptTokens ?? null,
	};
}

function attemptsOf({ event }: GenerationRecord): Part<"attempts" | "provider_responses"> {
	return {
		attempts: event.attempts.map((attempt) => ({
			provider: attempt.provider,
			endpoint: attempt.endpointId,
			outcome: attempt.outcome,
			status: attempt.status,
			failure: attempt.failure || null,
			latency_ms: attempt.latencyMs,
		})),
		provider_responses: event.attempts.map((attempt) => ({
			endpoint_id: attempt.endpointId,
			provider_name: attempt.provider,
			model_permaslug: event.model,
			is_byok: false as const,
			status: attempt.status,
			latency: attempt.latencyMs,
		})),
	};
}

function callerOf({ event }: GenerationRecord) {
	return {
		user: event.endUser || null,
		external_user: event.endUser || null,
		app: event.app || null,
		origin: event.app,
		tags: [...event.tags],
		key_id: event.keyId,
		member_id: event.memberId || null,
		organization_id: event.organisationId,
		project_id: event.projectId,
		workspace_id: event.projectId,
	};
}

/** Null is OpenRouter's word for what there is none of. What a provider bills us is between it and us. */
const OPENROUTER_ONLY = {
	app_id: null,
	cache_discount: null,
	http_referer: null,
	moderation_latency: null,
	native_tokens_completion_images: null,
	num_fetches: null,
	num_input_audio_prompt: null,
	num_media_completion: null,
	num_media_prompt: null,
	num_search_results: null,
	preset_id: null,
	router: null,
	service_tier: null,
	upstream_inference_cost: null,
	user_agent: null,
	web_search_engine: null,
};
