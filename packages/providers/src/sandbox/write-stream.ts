import { type AnswerStamp, toolCallId, usageOf } from "./identity.ts";
import type { PlannedAnswer, PlannedChoice } from "./plan-answer.ts";
import type { ChatRequest } from "./read-request.ts";
import { tokenize } from "./tokens.ts";

/** One frame of a stream: it opens a choice, says a token, or is of those that close the answer. */
export interface StreamFrame {
	readonly text: string;
	readonly kind: "open" | "token" | "close";
}

/** The frames of a streamed chat completion, in order. The parts that never change are written once. */
export function* writeFrames(request: ChatRequest, answer: PlannedAnswer, stamp: AnswerStamp): Generator<StreamFrame> {
	const { id, created, model } = stamp;
	const head = `data: ${JSON.stringify({ id, object: "chat.completion.chunk", created, model }).slice(0, -1)},"choices":[`;
	const tail = `],${request.includeUsage ? '"usage":null,' : ""}"system_fingerprint":"sandbox","sandbox":true}\n\n`;
	for (let index = 0; index < answer.choices.length; index++) {
		const choice = answer.choices[index];
		if (choice === undefined) continue;
		const open = `${head}{"index":${index},"delta":{`;
		const close = `},"logprobs":null,"finish_reason":null}${tail}`;
		yield { text: `${open}"role":"assistant","content":"","refusal":null${close}`, kind: "open" };
		for (const token of choice.reasoning) {
			yield { text: `${open}"reasoning_content":${JSON.stringify(token)}${close}`, kind: "token" };
		}
		for (const token of choice.text) yield { text: `${open}"content":${JSON.stringify(token)}${close}`, kind: "token" };
		yield* toolFrames(request, choice, index, open, close);
		const finish = `},"logprobs":null,"finish_reason":"${choice.finishReason}"}${tail}`;
		yield { text: `${open}${finish}`, kind: "close" };
	}
	if (request.includeUsage) {
		const usage = JSON.stringify(usageOf(request, answer));
		yield { text: `${head}],"usage":${usage},"system_fingerprint":"sandbox","sandbox":true}\n\n`, kind: "close" };
	}
	yield { text: "data: [DONE]\n\n", kind: "close" };
}

function* toolFrames(
	request: ChatRequest,
	choice: PlannedChoice,
	index: number,
	open: string,
	close: string,
): Generator<StreamFrame> {
	for (let call = 0; call < choice.tools.length; call++) {
		const tool = choice.tools[call];
		if (tool === undefined) continue;
		const id = toolCallId(request.seed, index, call);
		const begun = { index: call, id, type: "function", function: { name: tool.name, arguments: "" } };
		yield { text: `${open}"tool_calls":[${JSON.stringify(begun)}]${close}`, kind: "token" };
		for (const token of tokenize(tool.argumentsJson)) {
			const piece = `{"index":${call},"function":{"arguments":${JSON.stringify(token)}}}`;
			yield { text: `${open}"tool_calls":[${piece}]${close}`, kind: "token" };
		}
	}
}
