import type { Bill } from "../bill.ts";
import type { CanonicalEvent } from "../canonical/event.ts";
import { anthropicStreamError } from "../errors/anthropic-error.ts";
import type { TurnpikeError } from "../errors/turnpike-error.ts";
import type { AnswerIdentity, StreamEncoder } from "../format.ts";
import { blockStop, eventFrame, MESSAGE_STOP, messageDelta, messageStart } from "./event-frames.ts";

type FinishEvent = Extract<CanonicalEvent, { type: "finish" }>;
type ToolEvent = Extract<CanonicalEvent, { type: "tool_call" | "tool_arguments" }>;
type BlockKind = "text" | "thinking" | "tool_use";

/** Whether a call's arguments are all there; none yet is not: they may still come. */
function isWhole(json: string): boolean {
	try {
		JSON.parse(json);
		return true;
	} catch {
		return false;
	}
}

/**
 * Writes canonical events as a Messages stream: numbered blocks, one open at a time. Tool calls whose arguments arrive
 * interleaved are put one after the other: what belongs to a later call waits until the open one's JSON is whole.
 */
export class MessagesEncoder implements StreamEncoder {
	private readonly identity: AnswerIdentity;
	private started = false;
	private open: BlockKind | undefined;
	private index = -1;
	private signed = false;
	private call: number | undefined;
	private json = "";
	private readonly waiting = new Map<number, ToolEvent[]>();
	private finished: FinishEvent | undefined;

	constructor(identity: AnswerIdentity) {
		this.identity = identity;
	}

	encode(event: CanonicalEvent): string {
		if ("choice" in event && event.choice !== 0) return "";
		switch (event.type) {
			case "start":
				return this.start();
			case "text":
			case "refusal":
				return this.ensure("text") + this.delta("text_delta", "text", event.text);
			case "reasoning":
				return this.ensure("thinking") + this.delta("thinking_delta", "thinking", event.text);
			case "reasoning_signature": {
				const opened = this.ensure("thinking");
				this.signed = true;
				return opened + this.delta("signature_delta", "signature", event.signature);
			}
			case "redacted_reasoning":
				return this.redacted(event.data);
			case "tool_call":
			case "tool_arguments":
				return this.tool(event);
			case "finish":
				this.finished = event;
				return "";
			case "usage":
			case "end":
			case "error":
				return "";
		}
	}

	finish(bill: Bill): string {
		return this.start() + this.close() + messageDelta(this.finished, bill) + MESSAGE_STOP;
	}

	fail(error: TurnpikeError): string {
		return anthropicStreamError(error, this.identity.requestId ?? "");
	}

	private start(): string {
		if (this.started) return "";
		this.started = true;
		return messageStart(this.identity);
	}

	/** Makes sure a block of this kind is open; a signed thinking block takes no more. */
	private ensure(kind: "text" | "thinking"): string {
		if (this.open === kind && !this.signed) return "";
		const empty = kind === "text" ? { type: "text", text: "" } : { type: "thinking", thinking: "", signature: "" };
		return this.begin(kind, JSON.stringify(empty));
	}

	private begin(kind: BlockKind, block: string): string {
		const before = this.start() + this.close();
		this.open = kind;
		this.index++;
		return before + eventFrame("content_block_start", `"index":${this.index},"content_block":${block}`);
	}

	private delta(type: string, field: string, text: string): string {
		const delta = `{"type":"${type}","${field}":${JSON.stringify(text)}}`;
		return eventFrame("content_block_delta", `"index":${this.index},"delta":${delta}`);
	}

	private redacted(data: string): string {
		return this.begin("thinking", JSON.stringify({ type: "redacted_thinking", data })) + this.close();
	}

	/** Closes the open block, then writes the tool calls that waited behind it. */
	private close(): string {
		const closed = this.closeBlock();
		const [next] = this.waiting.keys();
		if (next === undefined) return closed;
		const events = this.waiting.get(next) ?? [];
		this.waiting.delete(next);
		return closed + events.map((event) => this.writeTool(event)).join("") + this.close();
	}

	private closeBlock(): string {
		if (this.open === undefined) return "";
		this.open = undefined;
		this.signed = false;
		this.call = undefined;
		this.json = "";
		return blockStop(this.index);
	}

	private tool(event: ToolEvent): string {
		const busy = this.open === "tool_use" && event.call !== this.call;
		if (busy && (this.waiting.size > 0 || !isWhole(this.json))) {
			const queue = this.waiting.get(event.call) ?? [];
			this.waiting.set(event.call, [...queue, event]);
			return "";
		}
		return this.writeTool(event) + this.advance();
	}

	private writeTool(event: ToolEvent): string {
		if (event.type === "tool_call") {
			const block = JSON.stringify({ type: "tool_use", id: event.id, name: event.name, input: {} });
			const before = this.start() + this.closeBlock();
			this.open = "tool_use";
			this.index++;
			this.call = event.call;
			return before + eventFrame("content_block_start", `"index":${this.index},"content_block":${block}`);
		}
		if (event.call !== this.call) return "";
		this.json += event.json;
		return event.json === "" ? "" : this.delta("input_json_delta", "partial_json", event.json);
	}

	/** Once the open call is whole, the next one that waited may begin. */
	private advance(): string {
		const [next] = this.waiting.keys();
		if (next === undefined || !isWhole(this.json)) return "";
		const events = this.waiting.get(next) ?? [];
		this.waiting.delete(next);
		return events.map((event) => this.writeTool(event)).join("") + this.advance();
	}
}
