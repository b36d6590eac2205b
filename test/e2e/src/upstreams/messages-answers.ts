/** A Messages usage as Anthropic states it. */
export type MessagesUsage = Readonly<Record<string, unknown>>;

const HEAD = '"id":"msg_01Up","type":"message","role":"assistant","model":"claude-up-20260101"';

/** A complete message with these content blocks, worded unlike our own. */
export function message(content: readonly object[], usage: MessagesUsage, stopReason = "end_turn"): string {
	return `{${HEAD},"container":null,"content":${JSON.stringify(content)}, "stop_reason":"${stopReason}","stop_sequence":null,"x_unknown":"\\u00e9","usage":${JSON.stringify(usage)}}`;
}

/** One named frame. */
export function event(name: string, data: object): string {
	return `event: ${name}\ndata: ${JSON.stringify({ type: name, ...data })}\n\n`;
}

/** A content block as a stream has it: its opening, and what is added to it. */
export interface StreamedBlock {
	readonly open: object;
	readonly deltas: readonly object[];
}

export function textBlock(...words: readonly string[]): StreamedBlock {
	return { open: { type: "text", text: "" }, deltas: words.map((text) => ({ type: "text_delta", text })) };
}

export function thinkingBlock(signature: string, ...words: readonly string[]): StreamedBlock {
	const deltas = words.map((thinking) => ({ type: "thinking_delta", thinking }));
	return {
		open: { type: "thinking", thinking: "", signature: "" },
		deltas: [...deltas, { type: "signature_delta", signature }],
	};
}

export function toolBlock(id: string, name: string, ...json: readonly string[]): StreamedBlock {
	return {
		open: { type: "tool_use", id, name, input: {} },
		deltas: json.map((partial_json) => ({ type: "input_json_delta", partial_json })),
	};
}

/** A whole stream: start, blocks, the delta that carries stop reason and usage, stop. */
export function messageFrames(
	blocks: readonly StreamedBlock[],
	usage: { readonly start: MessagesUsage; readonly end: MessagesUsage },
	stopReason = "end_turn",
): string[] {
	const start = `event: message_start\ndata: {"type":"message_start","message":{${HEAD},"content":[],"stop_reason":null,"stop_sequence":null,"usage":${JSON.stringify(usage.start)}}}\n\n`;
	const body = blocks.flatMap(({ open, deltas }, index) => [
		event("content_block_start", { index, content_block: open }),
		...deltas.map((delta) => event("content_block_delta", { index, delta })),
		event("content_block_stop", { index }),
	]);
	return [
		start,
		event("ping", {}),
		...body,
		event("message_delta", { delta: { stop_reason: stopReason, stop_sequence: null }, usage: usage.end }),
		event("message_stop", {}),
	];
}
