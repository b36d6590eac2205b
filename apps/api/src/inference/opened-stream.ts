import type { Dialect, FrameReading, StreamMeter } from "@turnpike/providers";
import { FrameSplitter, type PublicFormat, type Usage } from "@turnpike/wire";
import { AttemptFailed } from "./attempt-failure.ts";
import { malformed } from "./upstream-call.ts";

/** A frame and what the meter read in it, beside the stream. */
export interface MeteredFrame {
	readonly frame: string;
	readonly reading: FrameReading;
}

/** An upstream's stream, its frames complete and metered. */
export class OpenedStream {
	readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
	readonly #splitter = new FrameSplitter();
	readonly #meter: StreamMeter;
	/** What was read before the answer was committed to, still to be sent on. */
	first: readonly MeteredFrame[] = [];

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
		const frames: MeteredFrame[] = [];
		let billed: Usage | undefined;
		for (;;) {
			const more = await stream.next();
			if (!more) malformed("ended its stream before saying anything", response.status);
			for (const metered of more) {
				if (metered.reading.failure) throw new AttemptFailed(metered.reading.failure, billed);
				billed = metered.reading.usage ?? metered.reading.promptUsage ?? billed;
				frames.push(metered);
			}
			if (more.some(({ frame }) => !frame.startsWith(":"))) break;
		}
		stream.first = frames;
		return stream;
	}

	/** The frames of the next chunk, perhaps none yet; undefined when the stream has ended. */
	async next(): Promise<readonly MeteredFrame[] | undefined> {
		const chunk = await this.#reader.read();
		if (!chunk.done) return this.#metered(this.#splitter.push(chunk.value));
		const rest = this.#splitter.end();
		return rest === undefined ? undefined : this.#metered([rest]);
	}

	#metered(frames: readonly string[]): MeteredFrame[] {
		return frames.map((frame) => ({ frame, reading: this.#meter.read(frame) }));
	}
}
