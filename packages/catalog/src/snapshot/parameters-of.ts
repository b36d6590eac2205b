import type { SeedFeature } from "./seed-schema.ts";

/** Chat parameters a feature of a model stands for, in the names of the chat format. */
const BY_FEATURE: Readonly<Record<SeedFeature, readonly string[]>> = {
	tools: ["tools", "tool_choice"],
	structured_outputs: ["response_format", "structured_outputs"],
	reasoning: ["reasoning", "include_reasoning"],
	effort: ["reasoning_effort"],
	sampling: ["temperature", "top_p"],
};

/** What else a provider's chat route documents for models whose sampling can be steered. */
const SAMPLING_BY_PROVIDER: ReadonlyMap<string, readonly string[]> = new Map([
	["openai", ["frequency_penalty", "presence_penalty", "logit_bias", "logprobs", "top_logprobs", "seed", "stop"]],
	["anthropic", ["top_k", "stop"]],
	["groq", ["seed", "stop"]],
	["together", ["top_k", "min_p", "repetition_penalty", "frequency_penalty", "presence_penalty", "seed", "stop"]],
	["deepinfra", ["top_k", "min_p", "repetition_penalty", "frequency_penalty", "presence_penalty", "seed", "stop"]],
	["deepseek", ["frequency_penalty", "presence_penalty", "logprobs", "top_logprobs", "stop"]],
	["mistral", ["frequency_penalty", "presence_penalty", "seed", "stop"]],
	["xai", ["frequency_penalty", "presence_penalty", "logprobs", "top_logprobs", "seed", "stop"]],
	["openrouter", ["top_k", "min_p", "repetition_penalty", "frequency_penalty", "presence_penalty", "seed", "stop"]],
]);

const PARALLEL_TOOLS: ReadonlySet<string> = new Set(["openai", "groq", "xai", "mistral", "openrouter"]);

/** The optional chat parameters an endpoint accepts, sorted, from the model's features and the provider's own route. */
export function parametersOf(provider: string, features: readonly SeedFeature[]): readonly string[] {
	const names = new Set(["max_tokens", "max_completion_tokens"]);
	for (const feature of features) {
		for (const name of BY_FEATURE[feature]) names.add(name);
	}
	if (features.includes("sampling")) {
		for (const name of SAMPLING_BY_PROVIDER.get(provider) ?? []) names.add(name);
	}
	if (features.includes("tools") && PARALLEL_TOOLS.has(provider)) names.add("parallel_tool_calls");
	return [...names].sort();
}
