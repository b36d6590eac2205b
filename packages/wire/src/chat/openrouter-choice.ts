import { isRecord, type JsonRecord } from "../json/record.ts";

/** OpenRouter's five finish reasons; vendors' own words become the nearest, and stay in `native_finish_reason`. */
const FINISH_REASONS: Readonly<Record<string, string>> = {
	stop: "stop",
	eos: "stop",
	end_turn: "stop",
	length: "length",
	model_length: "length",
	tool_calls: "tool_calls",
	function_call: "tool_calls",
	content_filter: "content_filter",
	error: "error",
};

function withoutNulls(value: JsonRecord, names: readonly string[]): Record<string, unknown> {
	const kept: Record<string, unknown> = { ...value };
	for (const name of names) if (kept[name] === null) delete kept[name];
	return kept;
}

function toolCalls(calls: unknown): unknown {
	if (!Array.isArray(calls)) return calls;
	return calls.map((call) => (isRecord(call) ? withoutNulls(call, ["id", "type", "function"]) : call));
}

/** A `message` or `delta` as OpenRouter's schema has it: `reasoning` by that name, no null where it takes none. */
function contentOf(content: unknown): Record<string, unknown> {
	if (!isRecord(content)) return {};
	const { reasoning_content, ...rest } = withoutNulls(content, [
		"role",
		"tool_calls",
		"audio",
		"images",
		"annotations",
		"reasoning_details",
		"function_call",
		"reasoning_content",
	]);
	return {
		...rest,
		...(rest.reasoning === undefined && reasoning_content !== undefined && { reasoning: reasoning_content }),
		...(rest.tool_calls !== undefined && { tool_calls: toolCalls(rest.tool_calls) }),
	};
}

/** One choice of an upstream's answer or chunk, as OpenRouter's clients take it. */
export function openRouterChoice(choice: unknown, field: "message" | "delta", at: number): Record<string, unknown> {
	if (!isRecord(choice)) return { index: at, [field]: {}, finish_reason: null, native_finish_reason: null };
	const native = choice.native_finish_reason ?? choice.finish_reason ?? null;
	const reason = typeof choice.finish_reason === "string" ? choice.finish_reason : null;
	return {
		...choice,
		index: typeof choice.index === "number" ? choice.index : at,
		[field]: contentOf(choice[field]),
		finish_reason: reason === null ? null : (FINISH_REASONS[reason] ?? "stop"),
		native_finish_reason: native,
	};
}
