import { costTexts, sandboxMark } from "../answer/cost.ts";
import { endOfCounts, insertCost } from "../answer/insert-cost.ts";
import type { Bill } from "../bill.ts";
import type { TurnpikeError } from "../errors/turnpike-error.ts";
import type { AnswerIdentity, NativeStream } from "../format.ts";
import type { JsonBody } from "../json/raw-body.ts";
import { readBodyText } from "../json/read-body.ts";
import { isRecord, numberOf, recordsOf, textOf } from "../json/record.ts";
import { memberText, splice, spliceObject } from "../json/splice.ts";
import { framesIn } from "../sse/frames-in.ts";
import { passEach } from "../sse/pass-each.ts";
import { dataOf, withData } from "../sse/read-frame.ts";
import { ChunkWriter, DONE } from "./chunk-writer.ts";
import { chatStreamError, headOf } from "./encoder.ts";
import { FinishGate } from "./finish-gate.ts";
import { chunkOf, frameKind, valueIndex } from "./frame-kind.ts";
import { chatUsageText } from "./usage-text.ts";

const BRACE = 0x7b;
const BRACKET = 0x5b;
const LETTER_N = 0x6e;

function bodyOf(frame: string | undefined): JsonBody | undefined {
	const data = frame === undefined ? undefined : dataOf(frame);
	return data === undefined ? undefined : readBodyText(data, data.length);
}

/** The usage a frame carries as an object, as its text. */
function usageOf(body: JsonBody | undefined): string | undefined {
	return isRecord(body?.value.usage) ? memberText(body, "usage") : undefined;
}

/** Passes an upstream's chat stream on `/v1`: every byte as it came, but for the usage, which is given its cost. */
export class NativeChatStream implements NativeStream {
	private readonly identity: AnswerIdentity;
	private readonly gate = new FinishGate();
	private usageFrame: string | undefined;
	/** The last frame of content, or several of them: what a frame of our own must look like. */
	private last: string | undefined;

	constructor(identity: AnswerIdentity) {
		this.identity = identity;
	}

	pass(frame: string): string {
		const kind = frameKind(frame);
		if (kind === "content") {
			if (!this.gate.closed) {
				this.last = frame;
				return `${frame}\n\n`;
			}
			return framed(this.gate.follow(frame, chunkOf(frame)));
		}
		if (kind === "comment") return `${frame}\n\n`;
		if (kind === "finish") return framed(this.gate.hold(frame, chunkOf(frame)));
		// The terminator is written by `finish`, an error by `fail`: neither is the upstream's to say.
		if (kind === "usage") this.usageFrame = frame;
		return "";
	}

	passPlain(frames: string): string {
		if (this.gate.closed) return passEach(this, frames);
		this.last = frames;
		return frames;
	}

	finish(bill: Bill): string {
		return this.quickFinish(bill) ?? this.parsedFinish(bill);
	}

	/** The usual end, without parsing it again: a finish frame without usage, then the frame that has it. */
	private quickFinish(bill: Bill): string | undefined {
		const { usageFrame } = this;
		const finish = this.gate.only;
		const start = usageFrame === undefined ? -1 : valueIndex(usageFrame, '"usage"', BRACE);
		if (usageFrame === undefined || finish === undefined || start < 0) return undefined;
		if (valueIndex(finish, '"usage"', BRACE) >= 0) return undefined;
		const end = endOfCounts(usageFrame, start);
		const costed = end < 0 ? undefined : insertCost(usageFrame.slice(start, end), bill);
		if (costed === undefined) return undefined;
		if (this.identity.streamUsage) {
			if (valueIndex(usageFrame, '"choices"', BRACKET) < 0) return undefined;
			return `${framed([finish, usageFrame.slice(0, start) + costed + usageFrame.slice(end)])}${DONE}`;
		}
		const absent = valueIndex(finish, '"usage"', LETTER_N);
		// Behind the choices, so that it is the chunk's own and not a choice's.
		if (absent < finish.lastIndexOf("]")) return undefined;
		return `${framed([finish.slice(0, absent) + costed + finish.slice(absent + "null".length)])}${DONE}`;
	}

	private parsedFinish(bill: Bill): string {
		const [finish, ...trailing] = this.gate.release();
		const own = usageOf(bodyOf(finish));
		const usage = own ?? usageOf(bodyOf(this.usageFrame));
		const stamped =
			usage === undefined ? chatUsageText(bill, "native") : spliceObject(usage, costTexts(bill, "native"));
		const apart = this.identity.streamUsage || finish === undefined;
		const first = apart ? withoutUsage(finish, own !== undefined) : withMembers(finish, stamped, bill);
		const last = apart ? [this.usageChunk(finish, stamped, bill)] : [];
		return framed([...first, ...trailing, ...last]) + DONE;
	}

	cut(bill: Bill): string {
		if (this.gate.closed) return this.finish(bill);
		const last = this.lastFrame();
		const writer = this.writer(last);
		const indexes = recordsOf(bodyOf(last)?.value.choices).map((choice) => numberOf(choice.index) ?? 0);
		const finishes = [...new Set([0, ...indexes])].sort((a, b) => a - b);
		const chunks = finishes.map((index) => writer.finish(index, "length", undefined).trimEnd());
		const passed = chunks.map((chunk) => this.pass(chunk)).join("");
		return passed + this.finish(bill);
	}

	fail(error: TurnpikeError): string {
		return chatStreamError(error, this.identity);
	}

	/** The chunk that carries only usage: the upstream's own where it sent one. */
	private usageChunk(finish: string | undefined, usage: string, bill: Bill): string {
		const sentChoices = Array.isArray(bodyOf(this.usageFrame)?.value.choices);
		const [own] = sentChoices ? withMembers(this.usageFrame, usage, bill) : [];
		const made = () => this.writer(finish ?? this.lastFrame()).usage(bill, usage);
		return own ?? made().trimEnd();
	}

	private lastFrame(): string | undefined {
		return this.last === undefined ? undefined : framesIn(this.last).at(-1);
	}

	/** Writes chunks that look like those around them. */
	private writer(frame: string | undefined): ChunkWriter {
		const like = bodyOf(frame)?.value;
		const head = headOf(this.identity);
		const id = textOf(like?.id) ?? head.id;
		const model = textOf(like?.model) ?? head.model;
		return new ChunkWriter({ ...head, id, model, created: numberOf(like?.created) ?? head.created }, "native");
	}
}

function framed(frames: readonly string[]): string {
	return frames.map((frame) => `${frame}\n\n`).join("");
}

/** The frame with its usage set; none where there is no frame. */
function withMembers(frame: string | undefined, usage: string, bill: Bill): string[] {
	const body = bodyOf(frame);
	if (frame === undefined || body === undefined) return [];
	return [withData(frame, splice(body, { usage, ...sandboxMark(bill) }))];
}

/** The finish frame of a stream whose usage has a chunk of its own: clients add up what they are sent twice. */
function withoutUsage(frame: string | undefined, hasUsage: boolean): string[] {
	const body = hasUsage ? bodyOf(frame) : undefined;
	if (frame === undefined) return [];
	return [body === undefined ? frame : withData(frame, splice(body, { usage: "null" }))];
}
