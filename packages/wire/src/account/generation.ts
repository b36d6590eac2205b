import * as z from "zod";
import { USAGE_CLASSES } from "../usage.ts";
import {
	count,
	generationStatus,
	instantText,
	milliseconds,
	usageByClass,
	usageEvidence,
	usdNumber,
	usdText,
} from "./fields.ts";

/** USD with all twelve places: an exact sum of prices, before its one rounding. */
const exactUsd = z
	.string()
	.regex(/^-?\d+\.\d{12}$/)
	.meta({ description: "USD, exact to the pico-dollar.", examples: ["0.000012345678"] });

const absent = z.null();

/** The query of `GET /generation`. */
export const generationQuery = z.object({
	id: z
		.string()
		.meta({ description: "`x-generation-id` of the answer.", examples: ["gen_0198c2f04c3a7d5e9c41a5b6c7d8e9f0"] }),
	receipt: z.literal("1").optional().meta({ description: "`1` asks for the signed receipt, too." }),
});

const costLine = z.object({
	class: z.enum(USAGE_CLASSES),
	units: count,
	unit_price_usd: z.string().meta({ description: "USD per unit, exact.", examples: ["0.0000025"] }),
	cost_usd: exactUsd,
});

const costAdjustment = z.object({
	reason: z.enum(["rounding", "house"]).meta({
		description:
			"`rounding`: down to the nano-dollar, once; `house`: above what was set aside for the call, and not charged.",
	}),
	amount_usd: exactUsd,
});

const attempt = z.object({
	provider: z.string(),
	endpoint: z.string(),
	outcome: z.enum(["answered", "failed"]),
	status: z.int().nullable().meta({ description: "The provider's HTTP status; null where there was none." }),
	failure: z.string().nullable(),
	latency_ms: z.number(),
});

/** What only OpenRouter knows; its client requires the members. */
const openRouterOnly = {
	app_id: absent,
	cache_discount: absent,
	http_referer: absent,
	moderation_latency: absent,
	native_tokens_completion_images: absent,
	num_fetches: absent,
	num_input_audio_prompt: absent,
	num_media_completion: absent,
	num_media_prompt: absent,
	num_search_results: absent,
	preset_id: absent,
	router: absent,
	service_tier: absent,
	upstream_inference_cost: absent,
	user_agent: absent,
	web_search_engine: absent,
};

/** One generation, whole: OpenRouter's members, and how the cost comes about. */
export const generationRecord = z.object({
	id: z.string(),
	request_id: z.string(),
	upstream_id: z.string().nullable(),
	created_at: instantText,
	model: z.string(),
	provider_name: z.string(),
	endpoint: z.string(),
	api_type: z.enum(["completions", "embeddings"]),
	format: z.string(),
	streamed: z.boolean(),
	status: generationStatus,
	cancelled: z.boolean(),
	finish_reason: z.string().nullable(),
	native_finish_reason: z.string().nullable(),
	latency: milliseconds.meta({ description: "As `ttft_ms`, OpenRouter's name." }),
	generation_time: milliseconds.meta({ description: "As `latency_ms`, OpenRouter's name." }),
	ttft_ms: milliseconds.meta({ description: "Milliseconds from dispatch to the first byte of the answer." }),
	latency_ms: milliseconds.meta({ description: "Milliseconds from the call's arrival to the end of its answer." }),
	tokens_prompt: count,
	tokens_completion: count,
	native_tokens_prompt: count,
	native_tokens_completion: count,
	native_tokens_cached: count,
	native_tokens_reasoning: count,
	usage_by_class: usageByClass,
	estimated: z.boolean().meta({ description: "Tokens were counted here, because the provider did not tell." }),
	evidence: usageEvidence,
	total_cost: usdNumber,
	total_cost_usd: usdText,
	usage: usdNumber,
	usage_usd: usdText,
	hold: usdNumber,
	hold_usd: usdText.meta({ description: "What was set aside for it: the most it could have cost." }),
	posted: z.boolean().meta({ description: "Whether the ledger has it; if not, the cost is what it will be." }),
	parked: z.boolean().meta({ description: "It could not be posted and waits for a person." }),
	transaction_id: z.string().nullable().meta({ description: "The ledger's transaction that debits it." }),
	is_byok: z.literal(false),
	price_version: z.string(),
	price_effective_from: instantText.nullable().meta({ description: "Null: from the first, as far as is known." }),
	price_source: z.string().nullable(),
	price_above_prompt_tokens: count.nullable().meta({
		description: "The prices are of the tier for prompts of more tokens than this; null: there is no tier.",
	}),
	cost_breakdown: z.array(costLine).meta({
		description: "One line for each class used. Together with `cost_adjustments` it sums to `total_cost_usd`, exactly.",
	}),
	cost_adjustments: z.array(costAdjustment),
	attempts: z.array(attempt),
	provider_responses: z.array(
		z.object({
			endpoint_id: z.string(),
			provider_name: z.string(),
			model_permaslug: z.string(),
			is_byok: z.literal(false),
			status: z.int().nullable(),
			latency: z.number(),
		}),
	),
	user: z.string().nullable(),
	external_user: z.string().nullable(),
	app: z.string().nullable(),
	origin: z.string(),
	tags: z.array(z.string()),
	key_id: z.string(),
	member_id: z.string().nullable(),
	organization_id: z.string(),
	project_id: z.string(),
	workspace_id: z.string(),
	data_region: z.literal("global"),
	sandbox: z.boolean(),
	receipt: z.string().nullable().optional().meta({
		description:
			"Where it was asked for: a JWS (compact, EdDSA) that `/.well-known/jwks.json` verifies. Its payload says how the debit comes about: usage, unit prices, price version, what the house bears. Null before the ledger has the debit.",
	}),
	receipt_status: z.enum(["final", "pending", "parked"]).optional().meta({
		description:
			"`pending`: not posted yet, which takes a moment; `parked`: it could not be posted and waits for a person.",
	}),
	...openRouterOnly,
});

export const generationAnswer = z.object({ data: generationRecord });

export type GenerationAnswer = z.infer<typeof generationAnswer>;
export type GenerationRecordObject = z.infer<typeof generationRecord>;
