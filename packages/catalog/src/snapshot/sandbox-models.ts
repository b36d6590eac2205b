import { parseUsdPerMillion } from "@turnpike/money";
import type { Endpoint, Modality, Model, Prices } from "../model.ts";
import { priceVersion } from "../price/price-version.ts";
import { deepFreeze } from "./deep-freeze.ts";

export const SANDBOX_PROVIDER = "sandbox";

const CHAT_PARAMETERS = [
	"frequency_penalty",
	"include_reasoning",
	"max_completion_tokens",
	"max_tokens",
	"parallel_tool_calls",
	"presence_penalty",
	"reasoning",
	"reasoning_effort",
	"response_format",
	"seed",
	"stop",
	"structured_outputs",
	"temperature",
	"tool_choice",
	"tools",
	"top_p",
] as const;

/** Priced like a small real model: 1 in, 4 out, cache reads at a tenth, cache writes at 1.25 and 2 times the input. */
const CHAT_PRICES: Prices = {
	input: parseUsdPerMillion("1"),
	cache_read: parseUsdPerMillion("0.1"),
	cache_write_5m: parseUsdPerMillion("1.25"),
	cache_write_1h: parseUsdPerMillion("2"),
	output: parseUsdPerMillion("4"),
	reasoning: parseUsdPerMillion("4"),
	input_image: parseUsdPerMillion("1"),
	request: parseUsdPerMillion("0"),
};

const EMBEDDING_PRICES: Prices = {
	input: parseUsdPerMillion("0.1"),
	output: parseUsdPerMillion("0"),
	request: parseUsdPerMillion("0"),
};

interface Sandbox {
	readonly tail: string;
	readonly name: string;
	readonly description: string;
	readonly kind: Model["kind"];
	readonly contextLength: number;
	readonly maxOutputTokens: number;
	readonly inputModalities: readonly Modality[];
	readonly supportedParameters: readonly string[];
	readonly prices: Prices;
}

const CHAT = {
	kind: "chat",
	contextLength: 128_000,
	maxOutputTokens: 16_384,
	inputModalities: ["text", "image"],
	supportedParameters: CHAT_PARAMETERS,
	prices: CHAT_PRICES,
} as const satisfies Partial<Sandbox>;

const SANDBOXES: readonly Sandbox[] = [
	{
		...CHAT,
		tail: "echo",
		name: "Sandbox: Echo",
		description: "Answers with the last user message, token by token. Not a real model.",
	},
	{
		...CHAT,
		tail: "lorem",
		name: "Sandbox: Lorem",
		description: "Answers with `max_tokens` words of filler. Not a real model.",
	},
	{
		tail: "embed",
		name: "Sandbox: Embed",
		description: "Deterministic embeddings. Not a real model.",
		kind: "embedding",
		contextLength: 8_192,
		maxOutputTokens: 0,
		inputModalities: ["text"],
		supportedParameters: [],
		prices: EMBEDDING_PRICES,
	},
];

function endpointOf(sandbox: Sandbox, slug: string): Endpoint {
	const id = `${slug}@${SANDBOX_PROVIDER}`;
	return {
		id,
		model: slug,
		provider: SANDBOX_PROVIDER,
		providerModelId: slug,
		contextLength: sandbox.contextLength,
		maxPromptTokens: undefined,
		maxOutputTokens: sandbox.maxOutputTokens,
		inputModalities: sandbox.inputModalities,
		supportedParameters: sandbox.supportedParameters,
		quantization: "unknown",
		// It is this very process.
		dataPolicy: { retains: false, trains: false },
		deprecated: false,
		priceVersions: [
			priceVersion({ endpointId: id, effectiveFrom: 0, source: "sandbox", base: sandbox.prices, tiers: [] }),
		],
	};
}

function modelOf(sandbox: Sandbox): Model {
	const slug = `sandbox/${sandbox.tail}`;
	return {
		slug,
		author: "sandbox",
		name: sandbox.name,
		description: sandbox.description,
		createdAt: Date.UTC(2026, 0, 1) / 1000,
		kind: sandbox.kind,
		contextLength: sandbox.contextLength,
		maxOutputTokens: sandbox.maxOutputTokens,
		inputModalities: sandbox.inputModalities,
		outputModalities: [sandbox.kind === "embedding" ? "embeddings" : "text"],
		supportedParameters: sandbox.supportedParameters,
		// It reasons only where a directive asks for it.
		reasoning: false,
		openWeights: false,
		knowledgeCutoff: undefined,
		aliases: [],
		endpoints: [endpointOf(sandbox, slug)],
	};
}

/** `sandbox/echo`, `sandbox/lorem` and `sandbox/embed`: priced like real models, so that money moves as it does there. */
export function sandboxModels(): readonly Model[] {
	return deepFreeze(SANDBOXES.map(modelOf));
}
