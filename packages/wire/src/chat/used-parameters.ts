import type { ChatRequest } from "./request-schema.ts";

/** Optional parameters an endpoint may or may not support, by the names catalogs list them under. */
const PARAMETERS = [
	"max_tokens",
	"max_completion_tokens",
	"temperature",
	"top_p",
	"top_k",
	"top_a",
	"min_p",
	"frequency_penalty",
	"presence_penalty",
	"repetition_penalty",
	"seed",
	"stop",
	"logit_bias",
	"logprobs",
	"top_logprobs",
	"tools",
	"tool_choice",
	"parallel_tool_calls",
	"response_format",
	"structured_outputs",
	"reasoning",
	"reasoning_effort",
	"include_reasoning",
	"verbosity",
	"web_search_options",
	"prediction",
] as const satisfies readonly (keyof ChatRequest)[];

/** Whether the call asks the model to reason. */
export function asksForReasoning(request: ChatRequest): boolean {
	const { reasoning, reasoning_effort: effort } = request;
	if (effort != null && effort !== "none") return true;
	if (reasoning == null) return request.include_reasoning === true;
	return reasoning.enabled !== false && reasoning.effort !== "none";
}

function saysNothing(value: unknown): boolean {
	return value == null || value === false || (Array.isArray(value) && value.length === 0);
}

/** The optional parameters a call uses; those set to null, false or an empty list ask for nothing. */
export function usedParameters(request: ChatRequest): readonly string[] {
	const used: string[] = [];
	for (const name of PARAMETERS) {
		if (name in request && !saysNothing(request[name])) used.push(name);
	}
	if (request.response_format?.type === "json_schema" && !used.includes("structured_outputs")) {
		used.push("structured_outputs");
	}
	if (asksForReasoning(request)) return used;
	return used.filter((name) => !name.includes("reasoning"));
}
