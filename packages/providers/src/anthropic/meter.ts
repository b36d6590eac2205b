import { dataOf } from "@turnpike/wire";
import type { FrameReading, FrameRun, StreamMeter } from "../dialect.ts";
import { malformed, readInBandFailure } from "../failure/read-failure.ts";
import { FrameTemplate } from "../frame-template.ts";
import { isQuote, valueStart } from "../json/find-value.ts";
import { type JsonRecord, parseRecord, recordAt, textAt } from "../json/record.ts";
import { jsonTextLength } from "../json/text-length.ts";
import { blockLength } from "./read-answer.ts";
import { mergeUsage, readPromptUsage, readUsage } from "./read-usage.ts";

const NOTHING: FrameReading = { contentLength: 0 };
const DELTA = "event: content_block_delta\n";
const TEXT_KEYS = ['"text":', '"partial_json":', '"thinking":'] as const;

/**
 * Counts what a Messages stream produces. A block's delta is not parsed: its text is found by its key and measured
 * where it stands. `"type":"text"` is a value, so `"text":` finds the key alone.
 */
export class MessagesMeter implements StreamMeter {
	readonly #template = new FrameTemplate();
	#key: string = TEXT_KEYS[0];
	#usage: JsonRecord = {};

	read(frame: string): FrameReading {
		if (frame.startsWith(DELTA)) {
			const length = this.#deltaText(frame);
			if (length > 0) return { contentLength: length };
		}
		const data = dataOf(frame);
		if (data === undefined || data === "") return NOTHING;
		const event = parseRecord(data);
		if (event === undefined) return { contentLength: 0, failure: malformed("a frame that is not JSON") };
		return this.#readEvent(event);
	}

	readRun(text: string, from: number): FrameRun | undefined {
		return this.#template.run(text, from);
	}

	#deltaText(frame: string): number {
		const length = this.#textUnder(frame, this.#key);
		if (length > 0) return length;
		for (const key of TEXT_KEYS) {
			const found = key === this.#key ? 0 : this.#textUnder(frame, key);
			if (found === 0) continue;
			this.#key = key;
			return found;
		}
		return 0;
	}

	#textUnder(frame: string, key: string): number {
		const quote = valueStart(frame, key, DELTA.length);
		if (quote === -1 || !isQuote(frame, quote)) return 0;
		const { length, end } = jsonTextLength(frame, quote + 1);
		if (length > 0) this.#template.learn(frame, quote + 1, end);
		return length;
	}

	#readEvent(event: JsonRecord): FrameReading {
		switch (event.type) {
			case "message_start":
				return this.#start(recordAt(event, "message") ?? {});
			case "content_block_start":
				return { contentLength: startLength(recordAt(event, "content_block") ?? {}) };
			case "content_block_delta":
				return { contentLength: deltaLength(recordAt(event, "delta") ?? {}) };
			case "message_delta":
				return this.#messageDelta(event);
			case "message_stop":
				return { contentLength: 0, end: true };
			case "error":
				return { contentLength: 0, failure: readInBandFailure(event) };
			default:
				return NOTHING;
		}
	}

	#start(message: JsonRecord): FrameReading {
		this.#usage = recordAt(message, "usage") ?? {};
		const promptUsage = readPromptUsage(this.#usage);
		const upstreamId = textAt(message, "id");
		return { contentLength: 0, ...(promptUsage && { promptUsage }), ...(upstreamId !== "" && { upstreamId }) };
	}

	#messageDelta(event: JsonRecord): FrameReading {
		this.#usage = mergeUsage(this.#usage, recordAt(event, "usage") ?? {});
		const usage = readUsage(this.#usage);
		const finishReason = textAt(recordAt(event, "delta") ?? {}, "stop_reason");
		return { contentLength: 0, ...(usage && { usage }), ...(finishReason !== "" && { finishReason }) };
	}
}

/** A tool's arguments come as deltas after its start, so only its name counts here. */
function startLength(block: JsonRecord): number {
	return block.type === "tool_use" ? textAt(block, "name").length : blockLength(block);
}

function deltaLength(delta: JsonRecord): number {
	return textAt(delta, "text").length + textAt(delta, "thinking").length + textAt(delta, "partial_json").length;
}
