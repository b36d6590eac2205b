import type { Exclusion, ExclusionReason } from "../plan-types.ts";

type Sentence = (exclusion: Exclusion) => string;

/** What each reason means for the caller: what was wrong, and what would be right where the caller can do something. */
const SENTENCES: Readonly<Record<ExclusionReason, Sentence>> = {
	wrong_kind: ({ model }) =>
		model.kind === "embedding"
			? "it makes embeddings: use POST /v1/embeddings"
			: "it is a chat model: use POST /v1/chat/completions or /v1/messages",
	model_not_allowed: () => "the API key may not use this model",
	provider_not_allowed: () => "the API key may not use this provider",
	provider_not_configured: ({ endpoint }) =>
		`the provider is not configured on this server: set ${environmentVariableOf(endpoint.provider)}`,
	not_in_only: () => "it is not in `provider.only`",
	ignored: () => "it is in `provider.ignore`",
	not_in_order_without_fallbacks: () => "it is not in `provider.order`, and `provider.allow_fallbacks` is false",
	quantization: ({ endpoint }) => `its quantization, ${endpoint.quantization}, is not in \`provider.quantizations\``,
	data_policy: ({ endpoint: { dataPolicy } }) =>
		dataPolicy === undefined
			? "what it does with data is not known, so `provider.zdr` and `data_collection` leave it out"
			: "it keeps or trains on data, which `provider.zdr` or `data_collection` forbids",
	unpriced: () => "no price is known for it",
	max_price: () => "it costs more than `provider.max_price`",
	unsupported_modality: ({ model, endpoint }) =>
		`it reads ${(endpoint.inputModalities ?? model.inputModalities).join(", ")} only`,
	unsupported_choices: () => "it gives one choice only: `n` must be 1",
	unsupported_parameters: ({ endpoint }) =>
		`it does not support every parameter of the request; it supports: ${endpoint.supportedParameters.join(", ")}`,
	max_tokens_too_large: ({ endpoint }) => `it writes at most ${endpoint.maxOutputTokens} tokens`,
	context_too_small: ({ endpoint }) =>
		`the prompt is longer than its ${endpoint.maxPromptTokens ?? endpoint.contextLength} tokens`,
	not_first_without_fallbacks: () => "it is not the first choice, and `provider.allow_fallbacks` is false",
};

/** Says in a clause why an endpoint was left out. */
export function exclusionMessage(exclusion: Exclusion): string {
	return SENTENCES[exclusion.reason](exclusion);
}

/** `google-ai-studio` → `GOOGLE_AI_STUDIO_API_KEY`: where a server is told a provider's key. */
export function environmentVariableOf(provider: string): string {
	return `${provider.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}_API_KEY`;
}
