import type { Call, CanonicalEvent, PublicFormat, RawBody, UpstreamFailure, Usage } from "@turnpike/wire";
import type { DialectName } from "./dialect-name.ts";
import type { Vendor } from "./vendor.ts";

/** Where one attempt goes. */
export interface Target {
	readonly vendor: Vendor;
	/** Without a trailing slash. */
	readonly baseUrl: string;
	readonly apiKey: string | undefined;
	/** The provider's own id of the model. */
	readonly providerModelId: string;
	/** Sent in place of the caller's own bound, when what the caller can afford is less than the model's. */
	readonly maxOutputTokens?: number | undefined;
	/** The endpoint's bound, for dialects that require one to be sent. */
	readonly modelMaxOutputTokens: number;
	/** Caller's headers that may travel on (`anthropic-version`, `anthropic-beta`, `openai-beta`, `traceparent`). */
	readonly forwardedHeaders: Readonly<Record<string, string>>;
	/**
	 * The endpoint's optional chat parameters, as in the catalog. When given, translated calls leave out sampling
	 * parameters if `temperature` is not among them: reasoning models refuse them.
	 */
	readonly supportedParameters?: readonly string[];
}

export interface UpstreamRequest {
	/** POST where it is not said. */
	readonly method?: "GET";
	readonly url: string;
	readonly headers: Record<string, string>;
	readonly body: string;
}

/** What a complete answer says of itself. */
export interface AnswerReading {
	/** undefined: the upstream sent no usage, or counts that contradict each other. */
	readonly usage: Usage | undefined;
	readonly upstreamId: string | undefined;
	readonly finishReason: string | undefined;
	/** UTF-16 length of all generated text, reasoning, tool names and arguments: 0 means nothing was produced. */
	readonly contentLength: number;
	/** An error inside an answer with a good status: nothing of it may be billed. */
	readonly failure?: UpstreamFailure;
}

/** What one streamed frame says; the cheapest reading that keeps count, beside the stream and not in it. */
export interface FrameReading {
	/** UTF-16 length of the text this frame added. */
	readonly contentLength: number;
	/** Usage of the whole answer so far; the last one counts. */
	readonly usage?: Usage;
	/** The prompt's classes alone, where they are said first (Anthropic): exact even if the stream dies. */
	readonly promptUsage?: Usage;
	readonly finishReason?: string;
	readonly upstreamId?: string;
	/** The upstream's own terminator: a stream that ends without it was cut off. */
	readonly end?: boolean;
	readonly failure?: UpstreamFailure;
}

/** Frames next to each other that add text and say nothing else. */
export interface FrameRun {
	/** The index behind the blank line of the last one. */
	readonly end: number;
	readonly frames: number;
	readonly reading: FrameReading;
}

export interface StreamMeter {
	/** @param frame one complete SSE frame without its closing blank line. */
	read(frame: string): FrameReading;
	/**
	 * Reads many frames at once, where they are like one that was read before.
	 *
	 * @param text complete frames, each with its blank line.
	 * @param from where a frame begins.
	 * @returns undefined where the frame must be read by itself.
	 */
	readRun?(text: string, from: number): FrameRun | undefined;
}

export interface StreamDecoder {
	/** @param frame one complete SSE frame without its closing blank line. */
	decode(frame: string): readonly CanonicalEvent[];
}

/** One wire dialect: canonical call to HTTP request, HTTP answer to canonical events. Pure; the caller does the I/O. */
export interface Dialect {
	readonly name: DialectName;
	/** Public formats this dialect speaks itself: their calls are forwarded by splicing, not translated. */
	readonly native: readonly PublicFormat[];
	/** The caller's own bytes with model, bounds and stream options put in. `call.format` is in `native`. */
	forward(call: Call, target: Target): UpstreamRequest;
	/**
	 * A call of another format, translated.
	 *
	 * @throws TurnpikeError `invalid_value` with its `param` when the dialect cannot say what the call asks for (`n` > 1
	 * at Anthropic, audio where there is none): another endpoint may.
	 */
	translate(call: Call, target: Target): UpstreamRequest;
	readAnswer(body: RawBody, format: PublicFormat): AnswerReading;
	decodeAnswer(body: RawBody, format: PublicFormat): readonly CanonicalEvent[];
	meter(format: PublicFormat): StreamMeter;
	decoder(): StreamDecoder;
	/** Reads a non-2xx answer. */
	readFailure(status: number, headers: Headers, text: string): UpstreamFailure;
}
