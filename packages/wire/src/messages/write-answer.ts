import { objectText, sandboxMark } from "../answer/cost.ts";
import type { Bill } from "../bill.ts";
import type { CanonicalEvent } from "../canonical/event.ts";
import type { AnswerIdentity } from "../format.ts";
import { messageId } from "./answer-id.ts";
import { stopMembers } from "./stop-reason.ts";
import { messagesUsageText } from "./usage-text.ts";

type FinishEvent = Extract<CanonicalEvent, { type: "finish" }>;

type Block =
	| { type: "text"; text: string }
	| { type: "thinking"; thinking: string; signature: string }
	| { type: "redacted_thinking"; data: string }
	| { type: "tool_use"; id: string; name: string; json: string };

/** A tool's input as an object; text that is no JSON object is kept where the caller can still see it. */
function inputOf(json: string): string {
	try {
		const value: unknown = JSON.parse(json === "" ? "{}" : json);
		if (typeof value === "object" && value !== null && !Array.isArray(value)) return json === "" ? "{}" : json;
		return `{"value":${json}}`;
	} catch {
		return JSON.stringify({ invalid_json: json });
	}
}

function blockText(block: Block): string {
	if (block.type !== "tool_use") return JSON.stringify(block);
	const { id, name, json } = block;
	return objectText({ type: '"tool_use"', id: JSON.stringify(id), name: JSON.stringify(name), input: inputOf(json) });
}

/** Gathers the first choice's events into content blocks, in order. */
class BlockList {
	readonly blocks: Block[] = [];
	finish: FinishEvent | undefined;
	private readonly calls = new Map<number, Extract<Block, { type: "tool_use" }>>();

	take(event: CanonicalEvent): void {
		switch (event.type) {
			case "text":
			case "refusal":
				this.text().text += event.text;
				break;
			case "reasoning":
				this.thinking().thinking += event.text;
				break;
			case "reasoning_signature":
				this.thinking().signature += event.signature;
				break;
			case "redacted_reasoning":
				this.blocks.push({ type: "redacted_thinking", data: event.data });
				break;
			case "tool_call": {
				const call: Block = { type: "tool_use", id: event.id, name: event.name, json: "" };
				this.calls.set(event.call, call);
				this.blocks.push(call);
				break;
			}
			case "tool_arguments": {
				const call = this.calls.get(event.call);
				if (call) call.json += event.json;
				break;
			}
			case "finish":
				this.finish = event;
				break;
			default:
				break;
		}
	}

	private text(): Extract<Block, { type: "text" }> {
		const last = this.blocks.at(-1);
		if (last?.type === "text") return last;
		const block: Block = { type: "text", text: "" };
		this.blocks.push(block);
		return block;
	}

	/** A signature closes its block: reasoning that follows begins another. */
	private thinking(): Extract<Block, { type: "thinking" }> {
		const last = this.blocks.at(-1);
		if (last?.type === "thinking" && last.signature === "") return last;
		const block: Block = { type: "thinking", thinking: "", signature: "" };
		this.blocks.push(block);
		return block;
	}
}

/** Writes a complete answer as Anthropic's `Message`. */
export function writeMessagesAnswer(events: readonly CanonicalEvent[], identity: AnswerIdentity, bill: Bill): string {
	const list = new BlockList();
	for (const event of events) {
		if (!("choice" in event) || event.choice === 0) list.take(event);
	}
	const stop = stopMembers(list.finish);
	return objectText({
		id: JSON.stringify(messageId(identity)),
		type: '"message"',
		role: '"assistant"',
		model: JSON.stringify(identity.model),
		content: `[${list.blocks.map(blockText).join(",")}]`,
		stop_reason: JSON.stringify(stop.stop_reason),
		stop_sequence: JSON.stringify(stop.stop_sequence),
		usage: messagesUsageText(bill),
		...sandboxMark(bill),
	});
}
