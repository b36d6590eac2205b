import type { Modality, Model } from "../model.ts";

/** OpenRouter's `architecture`. */
export interface ArchitectureObject {
	modality: string;
	input_modalities: Modality[];
	output_modalities: Modality[];
	tokenizer: string;
	instruct_type: null;
}

/** OpenRouter's names of tokenizer families, by the beginning of a slug; the first that fits. */
const TOKENIZERS: readonly (readonly [prefix: string, tokenizer: string])[] = [
	["openai/", "GPT"],
	["anthropic/", "Claude"],
	["google/gemini", "Gemini"],
	["google/gemma", "Gemma"],
	["xai/", "Grok"],
	["cohere/", "Cohere"],
	["amazon/", "Nova"],
	["alibaba/qwen3", "Qwen3"],
	["alibaba/", "Qwen"],
	["deepseek/", "DeepSeek"],
	["mistral/", "Mistral"],
	["meta/llama-4", "Llama4"],
	["meta/llama-3", "Llama3"],
];

export function toArchitectureObject(model: Model): ArchitectureObject {
	const tokenizer = TOKENIZERS.find(([prefix]) => model.slug.startsWith(prefix));
	return {
		modality: `${model.inputModalities.join("+")}->${model.outputModalities.join("+")}`,
		input_modalities: [...model.inputModalities],
		output_modalities: [...model.outputModalities],
		tokenizer: tokenizer?.[1] ?? "Other",
		instruct_type: null,
	};
}
