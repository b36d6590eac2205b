import * as z from "zod";
import type { EndpointsObject, ZdrEndpointsObject } from "./endpoints-object.ts";
import type { ModelList } from "./model-list.ts";
import type { ModelObject } from "./model-object.ts";
import type { ProviderList } from "./provider-list.ts";

// What the catalog's routes answer: for the reference that describes them, and for tests that hold real answers to it.

const count = z.int().min(0);
const modality = z.enum(["text", "image", "audio", "video", "file", "embeddings"]);
const usdPerToken = z
	.string()
	.meta({ description: 'USD per token, exact; "-1": no price is known.', examples: ["0.00000015"] });

const cachePrices = {
	input_cache_read: usdPerToken.optional(),
	input_cache_write: usdPerToken.optional().meta({ description: "Cached for five minutes." }),
	input_cache_write_1h: usdPerToken.optional().meta({ description: "Cached for an hour." }),
};

const pricing = z.object({
	prompt: usdPerToken,
	completion: usdPerToken,
	request: usdPerToken,
	image: usdPerToken,
	internal_reasoning: usdPerToken,
	...cachePrices,
	overrides: z
		.array(z.object({ min_prompt_tokens: count, prompt: usdPerToken, completion: usdPerToken, ...cachePrices }))
		.optional()
		.meta({ description: "Prices of longer prompts." }),
});

const architecture = z.object({
	modality: z.string().meta({ examples: ["text+image->text"] }),
	input_modalities: z.array(modality),
	output_modalities: z.array(modality),
	tokenizer: z.string(),
	instruct_type: z.null(),
});

/** A model, as OpenAI's, Anthropic's and OpenRouter's clients read it. */
export const modelSchema = z.object({
	id: z.string().meta({ examples: ["openai/gpt-5.5"] }),
	canonical_slug: z.string(),
	object: z.literal("model"),
	type: z.literal("model"),
	name: z.string(),
	display_name: z.string(),
	description: z.string(),
	created: count.meta({ description: "Unix seconds of its release." }),
	created_at: z.iso.datetime(),
	owned_by: z.string(),
	context_length: count,
	max_input_tokens: count,
	max_tokens: count,
	architecture,
	pricing: pricing.meta({ description: "Of its cheapest endpoint." }),
	top_provider: z.object({
		context_length: count,
		max_completion_tokens: count.nullable(),
		is_moderated: z.boolean(),
	}),
	per_request_limits: z.null(),
	supported_parameters: z.array(z.string()),
	supported_voices: z.null(),
	default_parameters: z.null(),
	hugging_face_id: z.null(),
	expiration_date: z.null(),
	knowledge_cutoff: z.string().nullable(),
	reasoning: z.object({ mandatory: z.boolean() }).optional(),
	providers: z.array(z.string()).meta({ description: "Who serves it." }),
	links: z.object({ details: z.string() }),
});

export const modelListSchema = z.object({
	object: z.literal("list"),
	data: z.array(modelSchema),
	has_more: z.literal(false).meta({ description: "For clients that would page on their own; `links.next` pages." }),
	first_id: z.string().nullable(),
	last_id: z.string().nullable(),
	total_count: count,
	links: z.object({ next: z.string().nullable() }),
});

const unobserved = z.null().meta({ description: "Not observed yet." });

const endpointSchema = z.object({
	name: z.string(),
	model_id: z.string(),
	model_name: z.string(),
	provider_name: z.string(),
	tag: z.string().meta({ description: "The provider's slug, for `provider.order` and its like." }),
	quantization: z.string(),
	status: z.int().meta({ description: "0: in use; -5: deprecated, or without a price." }),
	context_length: count,
	max_prompt_tokens: count.nullable(),
	max_completion_tokens: count.nullable(),
	pricing,
	supported_parameters: z.array(z.string()),
	supports_implicit_caching: z.boolean(),
	supports_tool_choice: z.object({
		auto: z.boolean(),
		function: z.boolean(),
		none: z.boolean(),
		required: z.boolean(),
	}),
	supports_voice_cloning: z.literal(false),
	uptime_last_5m: unobserved,
	uptime_last_30m: unobserved,
	uptime_last_1d: unobserved,
	latency_last_30m: unobserved,
	throughput_last_30m: unobserved,
});

export const endpointsSchema = z.object({
	data: z.object({
		id: z.string(),
		name: z.string(),
		created: count,
		description: z.string(),
		architecture,
		endpoints: z.array(endpointSchema),
	}),
});

export const zdrEndpointsSchema = z.object({ data: z.array(endpointSchema) });

const unknownFact = z.null().meta({ description: "Not known." });

export const providerListSchema = z.object({
	data: z.array(
		z.object({
			name: z.string(),
			slug: z.string(),
			configured: z.boolean().meta({ description: "Whether this server can call it." }),
			privacy_policy_url: unknownFact,
			terms_of_service_url: unknownFact,
			status_page_url: unknownFact,
			datacenters: unknownFact,
			headquarters: unknownFact,
		}),
	),
});

/** The types that are written, and the schemas that describe them, cannot drift apart. */
export type Described = [
	Same<ModelObject, z.output<typeof modelSchema>>,
	Same<ModelList, z.output<typeof modelListSchema>>,
	Same<EndpointsObject, z.output<typeof endpointsSchema>>,
	Same<ZdrEndpointsObject, z.output<typeof zdrEndpointsSchema>>,
	Same<ProviderList, z.output<typeof providerListSchema>>,
];
type Same<Written extends Schema, Schema> = Written;
