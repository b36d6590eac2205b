import type { Endpoint, Model } from "../model.ts";
import { priceVersionAt } from "../price/price-version-at.ts";
import { type ArchitectureObject, toArchitectureObject } from "./architecture-object.ts";
import { type PricingObject, toPricingObject } from "./pricing-object.ts";

/** OpenRouter's `PublicEndpoint`. What only observation can tell (uptime, latency, throughput) is null. */
export interface EndpointObject {
	name: string;
	model_id: string;
	model_name: string;
	provider_name: string;
	tag: string;
	quantization: string;
	/** 0: normal, -5: deprecated or without a price, and so only used when named or not at all. */
	status: number;
	context_length: number;
	max_prompt_tokens: number | null;
	max_completion_tokens: number | null;
	pricing: PricingObject;
	supported_parameters: string[];
	supports_implicit_caching: boolean;
	supports_tool_choice: { auto: boolean; function: boolean; none: boolean; required: boolean };
	supports_voice_cloning: false;
	uptime_last_5m: null;
	uptime_last_30m: null;
	uptime_last_1d: null;
	latency_last_30m: null;
	throughput_last_30m: null;
}

/** OpenRouter's answer to `GET /models/{author}/{slug}/endpoints`. */
export interface EndpointsObject {
	data: {
		id: string;
		name: string;
		created: number;
		description: string;
		architecture: ArchitectureObject;
		endpoints: EndpointObject[];
	};
}

const NOT_OBSERVED = {
	uptime_last_5m: null,
	uptime_last_30m: null,
	uptime_last_1d: null,
	latency_last_30m: null,
	throughput_last_30m: null,
} as const;

function toEndpointObject(model: Model, endpoint: Endpoint, providerName: string, atMs: number): EndpointObject {
	const version = priceVersionAt(endpoint, atMs);
	const tools = endpoint.supportedParameters.includes("tool_choice");
	const { base } = version ?? {};
	return {
		name: `${providerName} | ${model.slug}`,
		model_id: model.slug,
		model_name: model.name,
		provider_name: providerName,
		tag: endpoint.provider,
		quantization: endpoint.quantization,
		status: endpoint.deprecated || version === undefined ? -5 : 0,
		context_length: endpoint.contextLength,
		max_prompt_tokens: endpoint.maxPromptTokens ?? null,
		max_completion_tokens: model.kind === "embedding" ? null : endpoint.maxOutputTokens,
		pricing: toPricingObject(version),
		supported_parameters: [...endpoint.supportedParameters],
		// A cache read cheaper than input that no write is charged for is one nobody has to ask for.
		supports_implicit_caching:
			base?.cache_read !== undefined &&
			base.input !== undefined &&
			base.cache_read < base.input &&
			base.cache_write_5m === base.input,
		supports_tool_choice: { auto: tools, function: tools, none: tools, required: tools },
		supports_voice_cloning: false,
		...NOT_OBSERVED,
	};
}

/** OpenRouter's answer to `GET /endpoints/zdr`. */
export interface ZdrEndpointsObject {
	data: EndpointObject[];
}

/** Endpoints that are known to keep nothing; one whose policy nobody knows is not among them. */
export function toZdrEndpointsObject(
	models: readonly Model[],
	providers: ReadonlyMap<string, string>,
	atMs: number,
): ZdrEndpointsObject {
	const data = models.flatMap((model) =>
		model.endpoints
			.filter(({ dataPolicy }) => dataPolicy?.retains === false)
			.map((endpoint) => toEndpointObject(model, endpoint, nameOf(endpoint, providers), atMs)),
	);
	return { data };
}

function nameOf({ provider }: Endpoint, providers: ReadonlyMap<string, string>): string {
	return providers.get(provider) ?? provider;
}

/**
 * @param providers provider slug to name (`Catalog.providers`)
 * @param atMs the moment whose prices are shown (Unix milliseconds)
 */
export function toEndpointsObject(model: Model, providers: ReadonlyMap<string, string>, atMs: number): EndpointsObject {
	return {
		data: {
			id: model.slug,
			name: model.name,
			created: model.createdAt,
			description: model.description,
			architecture: toArchitectureObject(model),
			endpoints: model.endpoints.map((endpoint) =>
				toEndpointObject(model, endpoint, nameOf(endpoint, providers), atMs),
			),
		},
	};
}
