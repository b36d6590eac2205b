import type { Bill } from "./bill.ts";
import type { Call, Flavor, PublicFormat } from "./call.ts";
import type { CanonicalEvent } from "./canonical/event.ts";
import type { TurnpikeError } from "./errors/turnpike-error.ts";
import type { JsonBody, RawBody } from "./json/raw-body.ts";

/** What an answer is stamped with, known when an endpoint has begun to answer. */
export interface AnswerIdentity {
	/** `gen_…` */
	readonly generationId: string;
	/** The served model's slug (`openai/gpt-5.5`). */
	readonly model: string;
	/** The provider's slug and its name. */
	readonly provider: string;
	readonly providerName: string;
	/** Unix seconds. */
	readonly createdAt: number;
	readonly flavor: Flavor;
	/** Chat: the caller asked for the usage in a chunk of its own. */
	readonly streamUsage: boolean;
	/** What the prompt is expected to weigh, for formats that announce input usage first (Messages). */
	readonly inputTokensEstimate: number;
	/** Said in errors inside a stream, where no header can carry it. */
	readonly requestId?: string;
}

/** Writes canonical events as the frames of one public format's stream. */
export interface StreamEncoder {
	/** The frames to send for one event, "" for none. `usage` and `end` are kept for `finish`. */
	encode(event: CanonicalEvent): string;
	/** The last frames: whatever carries the finish reason and the usage with its cost, then the terminator. */
	finish(bill: Bill): string;
	/** The frames that end a stream which failed after its first byte: never the terminator of a good one. */
	fail(error: TurnpikeError): string;
}

/**
 * Lets the frames of an upstream that speaks the caller's own format pass untouched, and holds back those that say the
 * answer is complete until `finish` may be said.
 */
export interface NativeStream {
	/**
	 * Takes one complete SSE frame (its text without the blank line that ends it) and returns what may be sent now,
	 * with its blank line, or "" while it is held. Everything from the finish reason on is held.
	 */
	pass(frame: string): string;
	/**
	 * The same for frames next to each other that are known to add text and to say nothing else, as one text, each with its
	 * blank line.
	 */
	passPlain(frames: string): string;
	finish(bill: Bill): string;
	fail(error: TurnpikeError): string;
	/** The frames that end an answer we cut short (`finish_reason: "length"`), when the upstream was stopped by us. */
	cut(bill: Bill): string;
}

/** One public format: how its requests are read and its answers written. */
export interface Format {
	readonly name: PublicFormat;
	/** @throws TurnpikeError naming the first thing that is wrong and where. */
	parse(body: JsonBody, flavor: Flavor): Call;
	/** Writes a complete answer from canonical events. */
	writeAnswer(events: readonly CanonicalEvent[], identity: AnswerIdentity, bill: Bill): string;
	/** Adds the cost to a complete answer that already is in this format, touching nothing else on `/v1`. */
	stampAnswer(body: RawBody, identity: AnswerIdentity, bill: Bill): string;
	encoder(identity: AnswerIdentity): StreamEncoder;
	native(identity: AnswerIdentity): NativeStream;
}
