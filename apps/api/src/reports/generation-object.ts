import { uuidToId } from "@turnpike/accounts";
import { type PriceVersion, parsePriceVersion, pricesFor } from "@turnpike/catalog";
import type { GenerationRecord } from "@turnpike/db";
import { formatUsdPerUnit, priceOf } from "@turnpike/money";
import { completionTokens, promptTokens, USAGE_CLASSES, type Usage } from "@turnpike/wire";
import { amounts } from "../account/key-object.ts";

/** `GET /generation?id=`: OpenRouter's fields, the attempts, and how the cost comes about class by class. */
export function generationObject(record: GenerationRecord) {
	const { event } = record;
	const usage = event.usage as Usage;
	return {
		data: {
			id: uuidToId("generation", event.generationId),
			upstream_id: event.upstreamId || null,
			model: event.model,
			provider_name: event.provider,
			endpoint: event.endpointId,
			format: event.format,
			streamed: event.streamed,
			status: event.status,
			cancelled: event.status === "aborted",
			finish_reason: event.finishReason || null,
			created_at: new Date(event.admittedAt).toISOString(),
			latency: event.ttftMs,
			generation_time: event.latencyMs,
			tokens_prompt: promptTokens(usage),
			tokens_completion: completionTokens(usage),
			native_tokens_prompt: promptTokens(usage),
			native_tokens_completion: completionTokens(usage),
			native_tokens_cached: usage.cache_read ?? 0,
			native_tokens_reasoning: usage.reasoning ?? 0,
			estimated: event.estimated,
			...amounts("total_cost", record.posted ?? event.chargeNanoUsd),
			...amounts("usage", record.posted ?? event.chargeNanoUsd),
			...amounts("upstream_inference_cost", event.providerCostNanoUsd),
			...amounts("hold", event.holdNanoUsd),
			is_byok: false,
			posted: record.transactionId !== undefined,
			transaction_id: record.transactionId ?? null,
			parked_reason: record.parkedReason ?? null,
			price_version: event.priceVersionId,
			cost_breakdown: record.prices === undefined ? [] : breakdown(usage, parsePriceVersion(JSON.parse(record.prices))),
			attempts: event.attempts.map((attempt) => ({
				provider: attempt.provider,
				endpoint: attempt.endpointId,
				outcome: attempt.outcome,
				status: attempt.status,
				failure: attempt.failure || null,
				latency_ms: attempt.latencyMs,
			})),
			provider_responses: event.attempts.map((attempt) => ({
				provider_name: attempt.provider,
				status: attempt.status,
				latency: attempt.latencyMs,
			})),
			user: event.endUser || null,
			app: event.app || null,
			key_id: event.keyId,
			organization_id: event.organisationId,
			project_id: event.projectId,
			sandbox: event.provider === "sandbox",
			...openRouterFields(event),
		},
	};
}

/** What OpenRouter's client requires of a generation besides; null is its word for what there is none of. */
function openRouterFields(event: GenerationRecord["event"]) {
	return {
		api_type: event.format === "embeddings" ? "embeddings" : "completions",
		native_finish_reason: event.finishReason || null,
		origin: event.app,
		external_user: event.endUser || null,
		workspace_id: event.projectId,
		data_region: "global",
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
		user_agent: null,
		web_search_engine: null,
	};
}

/** One line a class: units × price, exact; they sum to the cost before its one rounding. */
function breakdown(usage: Usage, version: PriceVersion) {
	const prices = pricesFor(version, promptTokens(usage));
	return USAGE_CLASSES.flatMap((name) => {
		const units = usage[name] ?? 0;
		const price = prices[name];
		if (units === 0 || price === undefined) return [];
		const exact = priceOf(units, price);
		return [{ class: name, units, unit_price_usd: formatUsdPerUnit(price), cost_pico_usd: exact.toString() }];
	});
}
