import { costTexts, sandboxMark } from "../answer/cost.ts";
import type { Bill } from "../bill.ts";
import { anthropicStreamError } from "../errors/anthropic-error.ts";
import type { TurnpikeError } from "../errors/turnpike-error.ts";
import type { AnswerIdentity, NativeStream } from "../format.ts";
import { readBodyText } from "../json/read-body.ts";
import { isRecord, numberOf, textOf } from "../json/record.ts";
import { splice, spliceNested } from "../json/splice.ts";
import { dataOf, eventOf, withData } from "../sse/read-frame.ts";
import { blockStop, MESSAGE_STOP, messageDelta, messageStart } from "./event-frames.ts";
import { messagesUsageText } from "./usage-text.ts";

function bodyOf(frame: string) {
	const data = dataOf(frame);
	return data === undefined ? undefined : readBodyText(data, data.length);
}

/** The frame's event name; a vendor that sends none still has it as its data's type. */
function nameOf(frame: string): string | undefined {
	return eventOf(frame) ?? textOf(bodyOf(frame)?.value.type);
}

/** Every Messages frame has its `event:`, for clients hear only named events. */
function named(frame: string, name: string | undefined): string {
	return name === undefined || eventOf(frame) !== undefined ? `${frame}\n\n` : `event: ${name}\n${frame}\n\n`;
}

/** Passes an upstream's Messages stream byte for byte, but for the usage of its last frames, which is given its cost. */
export class NativeMessagesStream implements NativeStream {
	private readonly identity: AnswerIdentity;
	/** The last `message_delta`, and what came after it. */
	private held: string | undefined;
	private stop: string | undefined;
	private started = false;
	/** The frame that opened the block that is open now. */
	private opening: string | undefined;

	constructor(identity: AnswerIdentity) {
		this.identity = identity;
	}

	pass(frame: string): string {
		const name = nameOf(frame);
		switch (name) {
			case "message_delta":
				return this.hold(named(frame, name));
			case "message_stop":
				this.stop = named(frame, name);
				return "";
			case "error":
				return ""; // `fail` says it, in our words
			case "message_start":
				this.started = true;
				break;
			case "content_block_start":
				this.opening = frame;
				break;
			case "content_block_stop":
				this.opening = undefined;
				break;
		}
		const passes = named(frame, name);
		return name === undefined || name === "ping" ? passes : this.release() + passes;
	}

	/** Deltas of a block, which all have their `event:`. */
	passPlain(frames: string): string {
		return this.release() + frames;
	}

	finish(bill: Bill): string {
		const delta = this.held === undefined ? messageDelta(undefined, bill) : withCost(this.held, bill);
		return delta + (this.stop ?? MESSAGE_STOP);
	}

	cut(bill: Bill): string {
		if (this.held !== undefined) return this.finish(bill);
		const start = this.started ? "" : messageStart(this.identity);
		const open = this.opening === undefined ? undefined : numberOf(bodyOf(this.opening)?.value.index);
		const closed = open === undefined ? "" : blockStop(open);
		const ended = { type: "finish", choice: 0, reason: "length", nativeReason: undefined } as const;
		return start + closed + messageDelta(ended, bill) + MESSAGE_STOP;
	}

	fail(error: TurnpikeError): string {
		return anthropicStreamError(error, this.identity.requestId ?? "");
	}

	/** Only the last `message_delta` ends the stream: an earlier one goes on when another comes, or more content. */
	private hold(frame: string): string {
		const released = this.release();
		this.held = frame;
		return released;
	}

	private release(): string {
		const held = this.held ?? "";
		this.held = undefined;
		return held;
	}
}

/** A `message_delta` with the cost put into its usage. */
function withCost(framed: string, bill: Bill): string {
	const frame = framed.slice(0, -2);
	const body = bodyOf(frame);
	if (body === undefined) return messageDelta(undefined, bill);
	const mark = sandboxMark(bill);
	const data = isRecord(body.value.usage)
		? spliceNested(body, "usage", costTexts(bill, "native"), mark)
		: splice(body, { usage: messagesUsageText(bill), ...mark });
	return `${withData(frame, data)}\n\n`;
}
