import { bodyValue, type CanonicalEvent, type RawBody } from "@turnpike/wire";
import { type JsonRecord, recordAt, recordsAt, textAt } from "../json/record.ts";
import { mapStopReason } from "./map-stop-reason.ts";
import { failureIn } from "./read-answer.ts";
import { readUsage } from "./read-usage.ts";

/** A complete message as canonical events; an error is the only event. Blocks of server tools say nothing here. */
export function decodeAnswer(body: RawBody): readonly CanonicalEvent[] {
	const answer = bodyValue(body);
	const { failure } = failureIn(answer);
	if (failure) return [{ type: "error", failure }];
	const usage = recordAt(answer, "usage");
	const counted = usage && readUsage(usage);
	return [
		{ type: "start", id: textAt(answer, "id") || undefined, model: textAt(answer, "model") || undefined },
		...contentEvents(recordsAt(answer, "content")),
		finishEvent(answer),
		...(counted ? [{ type: "usage", usage: counted } as const] : []),
		{ type: "end" },
	];
}

function contentEvents(blocks: readonly JsonRecord[]): CanonicalEvent[] {
	let calls = 0;
	return blocks.flatMap((block) => {
		if (block.type !== "tool_use") return proseEvents(block);
		const call = calls++;
		return [
			{ type: "tool_call", choice: 0, call, id: textAt(block, "id"), name: textAt(block, "name") },
			{ type: "tool_arguments", choice: 0, call, json: JSON.stringify(block.input ?? {}) },
		] satisfies CanonicalEvent[];
	});
}

/** Events of a block that calls no tool, as far as its text is there already. */
export function proseEvents(block: JsonRecord): CanonicalEvent[] {
	const text = textAt(block, "text");
	const thinking = textAt(block, "thinking");
	const signature = textAt(block, "signature");
	const data = textAt(block, "data");
	if (block.type === "text" && text !== "") return [{ type: "text", choice: 0, text }];
	if (block.type === "redacted_thinking" && data !== "") return [{ type: "redacted_reasoning", choice: 0, data }];
	if (block.type !== "thinking") return [];
	const events: CanonicalEvent[] = [];
	if (thinking !== "") events.push({ type: "reasoning", choice: 0, text: thinking });
	if (signature !== "") events.push({ type: "reasoning_signature", choice: 0, signature });
	return events;
}

/** The finish of a message or of a `message_delta`, whose `delta` carries the same fields. */
export function finishEvent(message: JsonRecord): CanonicalEvent {
	const nativeReason = textAt(message, "stop_reason") || undefined;
	const stopSequence = textAt(message, "stop_sequence");
	return {
		type: "finish",
		choice: 0,
		reason: mapStopReason(nativeReason),
		nativeReason,
		...(stopSequence !== "" && { stopSequence }),
	};
}
