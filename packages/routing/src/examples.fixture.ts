import type { Endpoint, Model, Prices, PriceVersion } from "@turnpike/catalog";
import { parseUsdPerMillion } from "@turnpike/money";
import type { Call } from "@turnpike/wire";
import type { PlanRequest } from "./plan-request.ts";

/** What the tests of this package plan with: a chat model with three endpoints, and a plain call for it. */
export const NOW = 1_790_000_000_000;

export function prices(input: string, output: string, more: Prices = {}): Prices {
	return { input: parseUsdPerMillion(input), output: parseUsdPerMillion(output), ...more };
}

export function version(endpointId: string, base: Prices, changes: Partial<PriceVersion> = {}): PriceVersion {
	return {
		id: `pv_${endpointId}`,
		endpointId,
		effectiveFrom: NOW - 1_000,
		source: "test",
		base,
		tiers: [],
		...changes,
	};
}

/** @param tag provider, or provider and variant: `deepinfra/turbo`. */
export function endpoint(tag: string, input: string, changes: Partial<Endpoint> = {}): Endpoint {
	const model = changes.model ?? "openai/gpt-5.5";
	const id = `${model}@${tag}`;
	return {
		id,
		model,
		provider: tag.split("/")[0] ?? tag,
		providerModelId: "gpt-5.5",
		contextLength: 100_000,
		maxPromptTokens: undefined,
		maxOutputTokens: 10_000,
		inputModalities: ["text", "image"],
		supportedParameters: ["tools", "response_format", "seed", "temperature"],
		quantization: "unknown",
		deprecated: false,
		priceVersions: [version(id, prices(input, "10"))],
		...changes,
	};
}

export function model(endpoints: readonly Endpoint[], changes: Partial<Model> = {}): Model {
	return {
		slug: "openai/gpt-5.5",
		author: "openai",
		name: "GPT-5.5",
		description: "",
		createdAt: 1_780_000_000,
		kind: "chat",
		contextLength: 100_000,
		maxOutputTokens: 10_000,
		inputModalities: ["text", "image"],
		outputModalities: ["text"],
		supportedParameters: [],
		reasoning: false,
		openWeights: false,
		knowledgeCutoff: undefined,
		endpoints,
		...changes,
	};
}

export function call(changes: Partial<Call> = {}, text = '{"model":"gpt-5.5","messages":[]}'): Call {
	return {
		format: "chat",
		flavor: "native",
		model: "openai/gpt-5.5",
		fallbackModels: [],
		stream: false,
		streamUsage: false,
		maxOutputTokens: undefined,
		choices: 1,
		inputCount: 1,
		tools: false,
		media: { inlineImages: 0, remote: 0, inlineFiles: 0 },
		reasoning: false,
		parameters: [],
		provider: {},
		body: { text, bytes: Buffer.byteLength(text), members: new Map() },
		canonical: () => {
			throw new Error("routing needs no canonical request");
		},
		...changes,
	};
}

export function request(changes: Partial<PlanRequest> = {}): PlanRequest {
	return {
		call: call(),
		models: [model([endpoint("openai", "2"), endpoint("azure", "3"), endpoint("deepinfra/turbo", "1")])],
		nowMs: NOW,
		rights: { allowedModels: undefined, allowedProviders: undefined },
		world: { isConfigured: () => true },
		...changes,
	};
}
