import { bodyValue, type RawBody } from "@turnpike/wire";
import type { AnswerReading } from "../dialect.ts";
import { malformed, readInBandFailure } from "../failure/read-failure.ts";
import { type JsonRecord, recordAt, recordsAt, textAt } from "../json/record.ts";
import { readUsage } from "./read-usage.ts";

/** Reads what a complete message says of itself. */
export function readAnswer(body: RawBody): AnswerReading {
	const answer = bodyValue(body);
	const usage = recordAt(answer, "usage");
	return {
		usage: usage && readUsage(usage),
		upstreamId: textAt(answer, "id") || undefined,
		finishReason: textAt(answer, "stop_reason") || undefined,
		contentLength: recordsAt(answer, "content").reduce((length, block) => length + blockLength(block), 0),
		...failureIn(answer),
	};
}

/** UTF-16 length of what a content block says; server tools' blocks count by their JSON text. */
export function blockLength(block: JsonRecord): number {
	switch (block.type) {
		case "text":
			return textAt(block, "text").length;
		case "thinking":
			return textAt(block, "thinking").length;
		case "redacted_thinking":
			return textAt(block, "data").length;
		case "tool_use":
			return textAt(block, "name").length + JSON.stringify(block.input ?? {}).length;
		default:
			return JSON.stringify(block).length;
	}
}

export function failureIn(answer: JsonRecord): Pick<AnswerReading, "failure"> {
	if (recordAt(answer, "error")) return { failure: readInBandFailure(answer) };
	return Array.isArray(answer.content) ? {} : { failure: malformed("something that is not a message") };
}
