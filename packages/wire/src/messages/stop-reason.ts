import type { CanonicalEvent, FinishReason } from "../canonical/event.ts";

type FinishEvent = Extract<CanonicalEvent, { type: "finish" }>;

const STOP_REASONS: Readonly<Record<FinishReason, string>> = {
	stop: "end_turn",
	length: "max_tokens",
	tool_calls: "tool_use",
	content_filter: "refusal",
	error: "end_turn",
};

/** Why an answer ended, in Anthropic's words: the members `stop_reason` and `stop_sequence`. */
export function stopMembers(finish: FinishEvent | undefined): { stop_reason: string; stop_sequence: string | null } {
	if (finish?.stopSequence !== undefined) return { stop_reason: "stop_sequence", stop_sequence: finish.stopSequence };
	return { stop_reason: STOP_REASONS[finish?.reason ?? "stop"], stop_sequence: null };
}
