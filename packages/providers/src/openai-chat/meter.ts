import { dataOf } from "@turnpike/wire";
import type { FrameReading, FrameRun, StreamMeter } from "../dialect.ts";
import { malformed } from "../failure/read-failure.ts";
import { FrameTemplate } from "../frame-template.ts";
import { isNull, isObject, isQuote, valueStart } from "../json/find-value.ts";
import { type JsonRecord, parseRecord, recordAt, recordsAt, textAt } from "../json/record.ts";
import { jsonTextLength } from "../json/text-length.ts";
import type { Vendor } from "../vendor.ts";
import { failureIn } from "./read-answer.ts";
import { messageLength } from "./read-message.ts";
import { findUsage, readUsage } from "./read-usage.ts";

const NOTHING: FrameReading = { contentLength: 0 };
const TEXT_KEYS = ['"content":', '"reasoning_content":', '"reasoning":', '"arguments":'] as const;

/**
 * Counts what a chat completion stream produces. It stands in the way of every token, so a frame that only adds text is
 * not parsed: its text is found by its key and measured where it stands. Whatever is out of the ordinary (no text, a
 * finish reason, usage, an error) is parsed. Of a frame that adds to two fields or choices at once only the first is
 * measured; providers do not send such frames, and the count serves only where no usage comes.
 */
export class ChatMeter implements StreamMeter {
	readonly #vendor: Vendor;
	readonly #template = new FrameTemplate();
	/** The key that last carried text: a stream stays with one for long. */
	#key: string = TEXT_KEYS[0];
	#upstreamId: string | undefined;

	constructor(vendor: Vendor) {
		this.#vendor = vendor;
	}

	read(frame: string): FrameReading {
		if (this.#upstreamId !== undefined) {
			const length = this.#plainText(frame);
			if (length > 0) return { contentLength: length };
		}
		return this.#parse(frame);
	}

	readRun(text: string, from: number): FrameRun | undefined {
		return this.#template.run(text, from);
	}

	/** The length of a plain frame's text; 0 when the frame must be parsed. */
	#plainText(frame: string): number {
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

	/** The length of the text under a key, where the frame says nothing else; the next ones may be like it. */
	#textUnder(frame: string, key: string): number {
		const quote = valueStart(frame, key, 0);
		if (quote === -1 || !isQuote(frame, quote)) return 0;
		const { length, end } = jsonTextLength(frame, quote + 1);
		if (length === 0 || !isPlain(frame)) return 0;
		this.#template.learn(frame, quote + 1, end);
		return length;
	}

	#parse(frame: string): FrameReading {
		const data = dataOf(frame);
		if (data === undefined || data === "") return NOTHING;
		if (data.trim() === "[DONE]") return { contentLength: 0, end: true };
		const chunk = parseRecord(data);
		if (chunk === undefined) return { contentLength: 0, failure: malformed("a frame that is not JSON") };
		const { failure } = failureIn(chunk, true);
		if (failure) return { contentLength: 0, failure };
		return { ...readChoices(chunk), ...this.#usage(chunk), ...this.#id(chunk) };
	}

	#usage(chunk: JsonRecord): Pick<FrameReading, "usage"> {
		const found = findUsage(chunk, this.#vendor);
		const usage = found && readUsage(found, this.#vendor);
		return usage ? { usage } : {};
	}

	#id(chunk: JsonRecord): Pick<FrameReading, "upstreamId"> {
		if (this.#upstreamId !== undefined) return {};
		this.#upstreamId = textAt(chunk, "id");
		return this.#upstreamId === "" ? {} : { upstreamId: this.#upstreamId };
	}
}

/** Whether a frame says nothing but its text: no usage object, no error, and no finish reason but null. */
function isPlain(frame: string): boolean {
	const error = valueStart(frame, '"error":', 0);
	if (error !== -1 && !isNull(frame, error)) return false;
	const usage = valueStart(frame, '"usage":', 0);
	if (usage !== -1 && isObject(frame, usage)) return false;
	let finish = valueStart(frame, '"finish_reason":', 0);
	while (finish !== -1) {
		if (!isNull(frame, finish)) return false;
		finish = valueStart(frame, '"finish_reason":', finish);
	}
	return true;
}

function readChoices(chunk: JsonRecord): Pick<FrameReading, "contentLength" | "finishReason"> {
	let length = 0;
	let finishReason = "";
	for (const choice of recordsAt(chunk, "choices")) {
		const delta = recordAt(choice, "delta");
		if (delta) length += messageLength(delta);
		finishReason ||= textAt(choice, "finish_reason");
	}
	return finishReason === "" ? { contentLength: length } : { contentLength: length, finishReason };
}
