import type { Dialect, FrameReading, StreamMeter } from "@turnpike/providers";
import { FrameSplitter, frameEnd, frameStart, type PublicFormat, type Usage } from "@turnpike/wire";
import { AttemptFailed } from "./attempt-failure.ts";
import { malformed } from "./upstream-call.ts";

/** What the meter read, beside the stream, and where: in a frame that had to be looked at, or in plain ones together. */
export interface MeteredFrames {
	/** One frame without its blank line; plain ones each with its own. */
	readonly frames: string;
	readonly count: number;
	/** They add text and say nothing else. */
	readonly plain: boolean;
	readonly reading: FrameReading;
}

/** An upstream's stream, its frames complete and metered. */
export class OpenedStream {
	readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
	readonly #splitter = new FrameSplitter();
	readonly #meter: StreamMeter;
	/** What was read before the answer was committed to, still to be sent on. */
	first: readonly MeteredFrames[] = [];

	private constructor(reader: ReadableStreamDefaultReader<Uint8Array>, meter: StreamMeter) {
		this.#reader = reader;
		this.#meter = meter;
	}

	/**
	 * Reads on until the first frame that says something: an upstream that fails there has not begun to answer.
	 *
	 * @throws AttemptFailed when it says an error, ends, or is no event stream.
	 */
	static async open(response: Response, dialect: Pick<Dialect, "meter">, format: PublicFormat): Promise<OpenedStream> {
		const type = response.headers.get("content-type") ?? "";
		if (!type.includes("text/event-stream") || !response.body)
			malformed("answered without an event stream", response.status);
		const stream = new OpenedStream(response.body.getReader(), dialect.meter(format));
		const first: MeteredFrames[] = [];
		let billed: Usage | undefined;
		for (;;) {
			const more = await stream.next();
			if (!more) malformed("ended its stream before saying anything", response.status);
			for (const metered of more) {
				if (metered.reading.failure) throw new AttemptFailed(metered.reading.failure, billed);
				billed = metered.reading.usage ?? metered.reading.promptUsage ?? billed;
				first.push(metered);
			}
			if (more.some(({ frames }) => !frames.startsWith(":"))) break;
		}
		stream.first = first;
		return stream;
	}

	/** The frames of the next chunk, perhaps none yet; undefined when the stream has ended. */
	async next(): Promise<readonly MeteredFrames[] | undefined> {
		const chunk = await this.#reader.read();
		if (!chunk.done) return this.#metered(this.#splitter.pushWhole(chunk.value));
		const rest = this.#splitter.end();
		return rest === undefined ? undefined : [this.#single(rest)];
	}

	/** @param text whole frames, each with its blank line. */
	#metered(text: string): MeteredFrames[] {
		const metered: MeteredFrames[] = [];
		for (let at = frameStart(text, 0); at < text.length; ) {
			const run = this.#meter.readRun?.(text, at);
			const end = run ? run.end : frameEnd(text, at);
			const frames = text.slice(at, end);
			metered.push(run ? { frames, count: run.frames, plain: true, reading: run.reading } : this.#single(frames));
			at = frameStart(text, end);
		}
		return metered;
	}

	#single(frame: string): MeteredFrames {
		return { frames: frame, count: 1, plain: false, reading: this.#meter.read(frame) };
	}
}
