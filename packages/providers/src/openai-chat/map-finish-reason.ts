import type { FinishReason } from "@turnpike/wire";

const REASONS: Readonly<Record<string, FinishReason>> = {
	stop: "stop",
	eos: "stop",
	end_turn: "stop",
	stop_sequence: "stop",
	length: "length",
	max_tokens: "length",
	model_length: "length",
	tool_calls: "tool_calls",
	function_call: "tool_calls",
	content_filter: "content_filter",
	error: "error",
	insufficient_system_resource: "error",
};

/**
 * The canonical reason for a provider's word. An unknown word is a normal stop. Some providers say "stop" of an answer
 * that calls tools; callers of other formats depend on the difference, so the calls decide.
 */
export function mapFinishReason(word: string | undefined, calledTools: boolean): FinishReason {
	const reason = REASONS[word ?? "stop"] ?? "stop";
	return reason === "stop" && calledTools ? "tool_calls" : reason;
}
