import { objectText, sandboxMark } from "../answer/cost.ts";
import type { Bill } from "../bill.ts";
import type { Flavor } from "../call.ts";
import type { CanonicalEvent } from "../canonical/event.ts";
import type { AnswerIdentity } from "../format.ts";
import { chatAnswerId } from "./answer-id.ts";
import { ReasoningBlocks, type ReasoningDetail } from "./reasoning-blocks.ts";
import { chatUsageText } from "./usage-text.ts";

type FinishEvent = Extract<CanonicalEvent, { type: "finish" }>;

interface ToolCall {
	readonly id: string;
	readonly name: string;
	json: string;
}

/** One choice, gathered from its events. */
class Choice {
	text: string | undefined;
	refusal: string | undefined;
	reasoning = "";
	readonly details: ReasoningDetail[] = [];
	readonly calls = new Map<number, ToolCall>();
	finish: FinishEvent | undefined;
	private readonly blocks = new ReasoningBlocks();

	take(event: Extract<CanonicalEvent, { choice: number }>): void {
		switch (event.type) {
			case "text":
				this.text = (this.text ?? "") + event.text;
				break;
			case "refusal":
				this.refusal = (this.refusal ?? "") + event.text;
				break;
			case "reasoning":
				this.reasoning += event.text;
				this.addDetail(this.blocks.text(event.text));
				break;
			case "reasoning_signature":
				this.addDetail(this.blocks.signature(event.signature));
				break;
			case "redacted_reasoning":
				this.details.push(this.blocks.encrypted(event.data));
				break;
			case "tool_call":
				this.calls.set(event.call, { id: event.id, name: event.name, json: "" });
				break;
			case "tool_arguments": {
				const call = this.calls.get(event.call);
				if (call) call.json += event.json;
				break;
			}
			case "finish":
				this.finish = event;
				break;
		}
	}

	/** Pieces of one block are joined: a complete answer shows blocks, not how they were streamed. */
	private addDetail(piece: ReasoningDetail): void {
		const last = this.details.at(-1);
		if (last?.type === "reasoning.text" && piece.type === "reasoning.text" && last.index === piece.index) {
			const text = (last.text ?? "") + (piece.text ?? "");
			this.details[this.details.length - 1] = { ...last, ...piece, text };
		} else this.details.push(piece);
	}
}

function gather(events: readonly CanonicalEvent[]): Map<number, Choice> {
	const choices = new Map<number, Choice>();
	for (const event of events) {
		if (!("choice" in event)) continue;
		const choice = choices.get(event.choice) ?? new Choice();
		choices.set(event.choice, choice);
		choice.take(event);
	}
	return choices.size > 0 ? choices : new Map([[0, new Choice()]]);
}

function messageOf(choice: Choice, flavor: Flavor): Record<string, unknown> {
	const calls = [...choice.calls.values()].map(({ id, name, json }) => ({
		id,
		type: "function",
		function: { name, arguments: json },
	}));
	const silent = calls.length > 0 || choice.refusal !== undefined;
	return {
		role: "assistant",
		content: choice.text ?? (silent ? null : ""),
		refusal: choice.refusal ?? null,
		...(flavor === "openrouter" && { reasoning: choice.reasoning === "" ? null : choice.reasoning }),
		...(flavor === "native" && choice.reasoning !== "" && { reasoning_content: choice.reasoning }),
		...(choice.details.length > 0 && { reasoning_details: choice.details }),
		...(calls.length > 0 && { tool_calls: calls }),
	};
}

function choiceOf(index: number, choice: Choice, flavor: Flavor): Record<string, unknown> {
	const reason = choice.finish?.reason ?? (choice.calls.size > 0 ? "tool_calls" : "stop");
	return {
		index,
		message: messageOf(choice, flavor),
		logprobs: null,
		finish_reason: reason,
		...(flavor === "openrouter" && { native_finish_reason: choice.finish?.nativeReason ?? reason }),
	};
}

/** Writes a complete chat answer: OpenAI's `ChatCompletion` on `/v1`, OpenRouter's `ChatResult` on `/api/v1`. */
export function writeChatAnswer(events: readonly CanonicalEvent[], identity: AnswerIdentity, bill: Bill): string {
	const { flavor } = identity;
	const choices = [...gather(events)].sort(([a], [b]) => a - b);
	return objectText({
		id: JSON.stringify(chatAnswerId(identity)),
		object: '"chat.completion"',
		created: `${identity.createdAt}`,
		model: JSON.stringify(identity.model),
		...(flavor === "openrouter" && { provider: JSON.stringify(identity.providerName), system_fingerprint: "null" }),
		choices: JSON.stringify(choices.map(([index, choice]) => choiceOf(index, choice, flavor))),
		usage: chatUsageText(bill, flavor),
		...sandboxMark(bill),
	});
}
