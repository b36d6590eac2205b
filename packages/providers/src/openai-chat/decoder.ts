import { type CanonicalEvent, dataOf } from "@turnpike/wire";
import type { StreamDecoder } from "../dialect.ts";
import { malformed } from "../failure/read-failure.ts";
import { type JsonRecord, parseRecord, recordAt, recordsAt, textAt } from "../json/record.ts";
import type { Vendor } from "../vendor.ts";
import { nativeWord } from "./decode-answer.ts";
import { mapFinishReason } from "./map-finish-reason.ts";
import { ChoiceEvents } from "./message-events.ts";
import { failureIn } from "./read-answer.ts";
import { readMessage } from "./read-message.ts";
import { findUsage, readUsage } from "./read-usage.ts";

/** Decodes the frames of a chat completion stream: keep-alive comments and empty frames say nothing. */
export class ChatDecoder implements StreamDecoder {
	readonly #vendor: Vendor;
	readonly #choices = new Map<number, ChoiceEvents>();
	#started = false;

	constructor(vendor: Vendor) {
		this.#vendor = vendor;
	}

	decode(frame: string): readonly CanonicalEvent[] {
		const data = dataOf(frame);
		if (data === undefined || data === "") return [];
		if (data.trim() === "[DONE]") return [{ type: "end" }];
		const chunk = parseRecord(data);
		if (chunk === undefined) return [{ type: "error", failure: malformed("a frame that is not JSON") }];
		const { failure } = failureIn(chunk, true);
		if (failure) return [{ type: "error", failure }];
		return [
			...this.#start(chunk),
			...recordsAt(chunk, "choices").flatMap((c, i) => this.#choice(c, i)),
			...this.#usage(chunk),
		];
	}

	#start(chunk: JsonRecord): CanonicalEvent[] {
		if (this.#started) return [];
		this.#started = true;
		return [{ type: "start", id: textAt(chunk, "id") || undefined, model: textAt(chunk, "model") || undefined }];
	}

	#choice(choice: JsonRecord, position: number): CanonicalEvent[] {
		const number = typeof choice.index === "number" ? choice.index : position;
		let open = this.#choices.get(number);
		if (open === undefined) {
			open = new ChoiceEvents(number);
			this.#choices.set(number, open);
		}
		const events = open.add(readMessage(recordAt(choice, "delta") ?? {}));
		const word = textAt(choice, "finish_reason");
		if (word !== "") {
			const reason = mapFinishReason(word, open.calledTools);
			events.push({ type: "finish", choice: number, reason, nativeReason: nativeWord(choice, word) });
		}
		return events;
	}

	#usage(chunk: JsonRecord): CanonicalEvent[] {
		const found = findUsage(chunk, this.#vendor);
		const usage = found && readUsage(found, this.#vendor);
		return usage ? [{ type: "usage", usage }] : [];
	}
}
