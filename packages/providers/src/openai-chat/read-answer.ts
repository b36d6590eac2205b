import { bodyValue, type PublicFormat, type RawBody } from "@turnpike/wire";
import type { AnswerReading } from "../dialect.ts";
import { malformed, readInBandFailure } from "../failure/read-failure.ts";
import { type JsonRecord, recordAt, recordsAt, textAt } from "../json/record.ts";
import type { Vendor } from "../vendor.ts";
import { messageLength } from "./read-message.ts";
import { findUsage, readUsage } from "./read-usage.ts";

/** Reads what a complete chat completion or embedding answer says of itself. */
export function readAnswer(body: RawBody, format: PublicFormat, vendor: Vendor): AnswerReading {
	const answer = bodyValue(body);
	const usage = findUsage(answer, vendor);
	const common = {
		usage: usage && readUsage(usage, vendor),
		upstreamId: textAt(answer, "id") || undefined,
	};
	if (format === "embeddings") return { ...common, ...readVectors(body, answer) };
	return { ...common, ...readChoices(answer) };
}

/** Vectors are not looked into: the length of their JSON text stands for what was produced. */
function readVectors(
	body: RawBody,
	answer: JsonRecord,
): Pick<AnswerReading, "contentLength" | "finishReason" | "failure"> {
	const span = body.members.get("data");
	const produced = Array.isArray(answer.data) && answer.data.length > 0 && span !== undefined;
	return {
		finishReason: undefined,
		contentLength: produced ? span.valueEnd - span.valueStart : 0,
		...failureIn(answer, Array.isArray(answer.data)),
	};
}

function readChoices(answer: JsonRecord): Pick<AnswerReading, "contentLength" | "finishReason" | "failure"> {
	const choices = recordsAt(answer, "choices");
	let length = 0;
	let finishReason: string | undefined;
	for (const choice of choices) {
		const message = recordAt(choice, "message");
		if (message) length += messageLength(message);
		finishReason ??= textAt(choice, "finish_reason") || undefined;
	}
	return { contentLength: length, finishReason, ...failureIn(answer, Array.isArray(answer.choices)) };
}

/** An error instead of an answer, or within its first choice (OpenRouter), or no answer at all. */
export function failureIn(answer: JsonRecord, complete: boolean): Pick<AnswerReading, "failure"> {
	const choiceError = recordsAt(answer, "choices").find((choice) => recordAt(choice, "error"));
	if (isError(answer.error)) return { failure: readInBandFailure(answer) };
	if (choiceError) return { failure: readInBandFailure(choiceError) };
	return complete ? {} : { failure: malformed("something that is not an answer") };
}

function isError(error: unknown): boolean {
	return (typeof error === "object" && error !== null) || (typeof error === "string" && error !== "");
}
