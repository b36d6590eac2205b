import type { FinishReason } from "@turnpike/wire";

const REASONS: Readonly<Record<string, FinishReason>> = {
	end_turn: "stop",
	stop_sequence: "stop",
	pause_turn: "stop",
	max_tokens: "length",
	model_context_window_exceeded: "length",
	tool_use: "tool_calls",
	refusal: "content_filter",
};

/** The canonical reason for a Messages `stop_reason`; an unknown one is a normal stop. */
export function mapStopReason(reason: string | undefined): FinishReason {
	return REASONS[reason ?? "end_turn"] ?? "stop";
}
