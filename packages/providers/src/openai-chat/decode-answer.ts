import { bodyValue, type CanonicalEvent, type RawBody } from "@turnpike/wire";
import { type JsonRecord, recordAt, recordsAt, textAt } from "../json/record.ts";
import type { Vendor } from "../vendor.ts";
import { mapFinishReason } from "./map-finish-reason.ts";
import { ChoiceEvents } from "./message-events.ts";
import { failureIn } from "./read-answer.ts";
import { readMessage } from "./read-message.ts";
import { findUsage, readUsage } from "./read-usage.ts";

/** A complete chat completion as canonical events; an error in it is the only event. */
export function decodeAnswer(body: RawBody, vendor: Vendor): readonly CanonicalEvent[] {
	const answer = bodyValue(body);
	const { failure } = failureIn(answer, Array.isArray(answer.choices));
	if (failure) return [{ type: "error", failure }];
	const usage = findUsage(answer, vendor);
	const counted = usage && readUsage(usage, vendor);
	return [
		{ type: "start", id: textAt(answer, "id") || undefined, model: textAt(answer, "model") || undefined },
		...recordsAt(answer, "choices").flatMap(choiceEvents),
		...(counted ? [{ type: "usage", usage: counted } as const] : []),
		{ type: "end" },
	];
}

function choiceEvents(choice: JsonRecord, position: number): CanonicalEvent[] {
	const number = typeof choice.index === "number" ? choice.index : position;
	const events = new ChoiceEvents(number);
	const content = events.add(readMessage(recordAt(choice, "message") ?? {}));
	const word = textAt(choice, "finish_reason") || undefined;
	const reason = mapFinishReason(word, events.calledTools);
	return [...content, { type: "finish", choice: number, reason, nativeReason: nativeWord(choice, word) }];
}

/** OpenRouter sends the word of the provider behind it beside its own. */
export function nativeWord(choice: JsonRecord, word: string | undefined): string | undefined {
	return textAt(choice, "native_finish_reason") || word;
}
