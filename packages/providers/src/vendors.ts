import { OPENROUTER_FIELDS } from "./router-fields.ts";
import type { Vendor } from "./vendor.ts";

/** What is true of an OpenAI-compatible provider unless its row says otherwise. */
const CHAT = {
	dialect: "openai-chat",
	maxTokensField: "max_tokens",
	streamOptions: true,
	reasoningInsideCompletion: true,
	cancelStopsBilling: true,
	usagePaths: [["usage"]],
	usageLookup: undefined,
	cachedTokenPaths: [["prompt_tokens_details", "cached_tokens"]],
	reasoningRequest: "reasoning_effort",
	reasoningHistory: "",
	developerRole: false,
	messageExtensions: false,
	topK: false,
	keepsFields: [],
	refusesFields: [],
	renamesFields: {},
} as const satisfies Partial<Vendor>;

/**
 * Every provider Turnpike can send to. Adding one that speaks a known dialect is adding a row; its key and its base URL
 * come from `<SLUG>_API_KEY` and `<SLUG>_BASE_URL`.
 */
export const VENDORS: readonly Vendor[] = [
	{
		...CHAT,
		slug: "openai",
		name: "OpenAI",
		baseUrl: "https://api.openai.com/v1",
		maxTokensField: "max_completion_tokens",
		developerRole: true,
	},
	{
		...CHAT,
		slug: "anthropic",
		name: "Anthropic",
		dialect: "anthropic",
		baseUrl: "https://api.anthropic.com/v1",
		messageExtensions: true,
		topK: true,
	},
	{
		...CHAT,
		slug: "groq",
		name: "Groq",
		baseUrl: "https://api.groq.com/openai/v1",
		maxTokensField: "max_completion_tokens",
		cancelStopsBilling: false,
		usagePaths: [["usage"], ["x_groq", "usage"]],
		reasoningHistory: "reasoning",
		refusesFields: ["logprobs", "top_logprobs", "logit_bias"],
	},
	{
		...CHAT,
		slug: "together",
		name: "Together",
		baseUrl: "https://api.together.xyz/v1",
		cachedTokenPaths: [["prompt_tokens_details", "cached_tokens"], ["cached_tokens"]],
		reasoningHistory: "reasoning",
		topK: true,
		refusesFields: ["store"],
	},
	{
		...CHAT,
		slug: "deepinfra",
		name: "DeepInfra",
		baseUrl: "https://api.deepinfra.com/v1/openai",
		reasoningHistory: "reasoning_content",
		topK: true,
	},
	{
		...CHAT,
		slug: "deepseek",
		name: "DeepSeek",
		baseUrl: "https://api.deepseek.com",
		cachedTokenPaths: [["prompt_cache_hit_tokens"], ["prompt_tokens_details", "cached_tokens"]],
		reasoningRequest: "thinking_toggle",
		reasoningHistory: "reasoning_content",
	},
	{
		...CHAT,
		slug: "mistral",
		name: "Mistral",
		baseUrl: "https://api.mistral.ai/v1",
		streamOptions: false,
		cancelStopsBilling: false,
		cachedTokenPaths: [
			["num_cached_tokens"],
			["prompt_tokens_details", "cached_tokens"],
			["prompt_token_details", "cached_tokens"],
		],
		refusesFields: ["user", "store", "service_tier", "logit_bias", "logprobs", "top_logprobs", "safety_identifier"],
		renamesFields: { seed: "random_seed" },
	},
	{
		...CHAT,
		slug: "xai",
		name: "xAI",
		baseUrl: "https://api.x.ai/v1",
		maxTokensField: "max_completion_tokens",
		reasoningInsideCompletion: false,
		reasoningHistory: "reasoning_content",
		developerRole: true,
	},
	{
		...CHAT,
		slug: "openrouter",
		name: "OpenRouter",
		baseUrl: "https://openrouter.ai/api/v1",
		// Whether cancelling stops the bill depends on the provider behind it, so it cannot be relied upon.
		cancelStopsBilling: false,
		// OpenRouter API reference, "Get a generation".
		usageLookup: {
			path: "/generation?id=",
			record: ["data"],
			prompt: "native_tokens_prompt",
			cached: "native_tokens_cached",
			completion: "native_tokens_completion",
			reasoning: "native_tokens_reasoning",
		},
		reasoningRequest: "reasoning_object",
		reasoningHistory: "reasoning",
		developerRole: true,
		messageExtensions: true,
		topK: true,
		keepsFields: [...OPENROUTER_FIELDS, "metadata", "cache_control"],
	},
	{
		...CHAT,
		slug: "sandbox",
		name: "Turnpike sandbox",
		dialect: "sandbox",
		baseUrl: "https://sandbox.invalid/v1",
		developerRole: true,
		messageExtensions: true,
		reasoningHistory: "reasoning_content",
		topK: true,
	},
];

const BY_SLUG: ReadonlyMap<string, Vendor> = new Map(VENDORS.map((vendor) => [vendor.slug, vendor]));

/** The provider with this slug, or undefined. */
export function findVendor(slug: string): Vendor | undefined {
	return BY_SLUG.get(slug);
}
