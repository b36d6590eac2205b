import { type CanonicalEvent, dataOf } from "@turnpike/wire";
import type { StreamDecoder } from "../dialect.ts";
import { malformed, readInBandFailure } from "../failure/read-failure.ts";
import { type JsonRecord, parseRecord, recordAt, textAt } from "../json/record.ts";
import { finishEvent, proseEvents } from "./decode-answer.ts";
import { mergeUsage, readUsage } from "./read-usage.ts";

interface OpenTool {
	readonly call: number;
	/** Whether any arguments came as pieces; a tool without arguments sends none. */
	argued: boolean;
	readonly input: string;
}

/** Decodes the frames of a Messages stream by the `type` in their data; pings and unknown events say nothing. */
export class MessagesDecoder implements StreamDecoder {
	readonly #tools = new Map<unknown, OpenTool>();
	#calls = 0;
	#usage: JsonRecord = {};

	decode(frame: string): readonly CanonicalEvent[] {
		const data = dataOf(frame);
		if (data === undefined || data === "") return [];
		const event = parseRecord(data);
		if (event === undefined) return [{ type: "error", failure: malformed("a frame that is not JSON") }];
		switch (event.type) {
			case "message_start":
				return this.#start(recordAt(event, "message") ?? {});
			case "content_block_start":
				return this.#blockStart(event.index, recordAt(event, "content_block") ?? {});
			case "content_block_delta":
				return this.#blockDelta(event.index, recordAt(event, "delta") ?? {});
			case "content_block_stop":
				return this.#blockStop(event.index);
			case "message_delta":
				return this.#messageDelta(event);
			case "message_stop":
				return [{ type: "end" }];
			case "error":
				return [{ type: "error", failure: readInBandFailure(event) }];
			default:
				return [];
		}
	}

	#start(message: JsonRecord): CanonicalEvent[] {
		this.#usage = recordAt(message, "usage") ?? {};
		return [{ type: "start", id: textAt(message, "id") || undefined, model: textAt(message, "model") || undefined }];
	}

	#blockStart(index: unknown, block: JsonRecord): CanonicalEvent[] {
		if (block.type !== "tool_use") return proseEvents(block);
		const call = this.#calls++;
		this.#tools.set(index, { call, argued: false, input: JSON.stringify(block.input ?? {}) });
		return [{ type: "tool_call", choice: 0, call, id: textAt(block, "id"), name: textAt(block, "name") }];
	}

	#blockDelta(index: unknown, delta: JsonRecord): CanonicalEvent[] {
		switch (delta.type) {
			case "text_delta":
				return proseEvents({ type: "text", text: delta.text });
			case "thinking_delta":
				return proseEvents({ type: "thinking", thinking: delta.thinking });
			case "signature_delta":
				return proseEvents({ type: "thinking", signature: delta.signature });
			case "input_json_delta":
				return this.#toolDelta(index, textAt(delta, "partial_json"));
			default:
				return [];
		}
	}

	#toolDelta(index: unknown, json: string): CanonicalEvent[] {
		const tool = this.#tools.get(index);
		if (tool === undefined || json === "") return [];
		tool.argued = true;
		return [{ type: "tool_arguments", choice: 0, call: tool.call, json }];
	}

	/** Arguments that came whole with the block's start are said at its end, when no pieces contradicted them. */
	#blockStop(index: unknown): CanonicalEvent[] {
		const tool = this.#tools.get(index);
		if (tool === undefined || tool.argued) return [];
		tool.argued = true;
		return [{ type: "tool_arguments", choice: 0, call: tool.call, json: tool.input }];
	}

	#messageDelta(event: JsonRecord): CanonicalEvent[] {
		this.#usage = mergeUsage(this.#usage, recordAt(event, "usage") ?? {});
		const usage = readUsage(this.#usage);
		const delta = recordAt(event, "delta") ?? {};
		return [
			...(textAt(delta, "stop_reason") === "" ? [] : [finishEvent(delta)]),
			...(usage ? [{ type: "usage", usage } as const] : []),
		];
	}
}
