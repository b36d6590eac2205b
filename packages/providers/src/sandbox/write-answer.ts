import { type AnswerStamp, toolCallId, usageOf } from "./identity.ts";
import type { PlannedAnswer, PlannedChoice } from "./plan-answer.ts";
import type { ChatRequest } from "./read-request.ts";

/** A complete chat completion, marked as the sandbox's. */
export function writeAnswer(request: ChatRequest, answer: PlannedAnswer, stamp: AnswerStamp): string {
	return JSON.stringify({
		id: stamp.id,
		object: "chat.completion",
		created: stamp.created,
		model: stamp.model,
		choices: answer.choices.map((choice, index) => writeChoice(request, choice, index)),
		usage: usageOf(request, answer),
		system_fingerprint: "sandbox",
		sandbox: true,
	});
}

function writeChoice(request: ChatRequest, choice: PlannedChoice, index: number) {
	const called = choice.tools.length > 0;
	return {
		index,
		message: {
			role: "assistant",
			content: called ? null : choice.text.join(""),
			refusal: null,
			...(choice.reasoning.length > 0 && { reasoning_content: choice.reasoning.join("") }),
			...(called && {
				tool_calls: choice.tools.map((tool, call) => ({
					id: toolCallId(request.seed, index, call),
					type: "function",
					function: { name: tool.name, arguments: tool.argumentsJson },
				})),
			}),
		},
		logprobs: null,
		finish_reason: choice.finishReason,
	};
}
