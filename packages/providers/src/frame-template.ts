import type { FrameRun } from "./dialect.ts";
import { jsonTextLength } from "./json/text-length.ts";

/** A chunk that ends with a string of its own: OpenAI pads its chunks there, in each with another text. */
const PADDING = /"[A-Za-z_]+": ?"[^"\\]*"\}$/;
const END = "\n\n";

/**
 * Knows the next frames of a stream by one that was read. A model's stream says the same thing in every frame but for the
 * text: what begins and ends as the frame that was learned, and has one JSON string between, adds that text and nothing
 * else. Comparing costs a tenth of looking for what else a frame may say.
 */
export class FrameTemplate {
	/** What comes before the text, its quote included; "" while nothing was learned. */
	#before = "";
	/** From the quote behind the text to the blank line, or to the quote before the padding. */
	#after = "";
	#padded = false;

	/**
	 * @param frame one that adds nothing but a text: no usage, no finish, no error.
	 * @param start the index of the first character of its text.
	 * @param end the index of the quote behind it.
	 */
	learn(frame: string, start: number, end: number): void {
		this.#before = frame.slice(0, start);
		const after = frame.slice(end);
		const padding = PADDING.exec(after);
		this.#padded = padding !== null && padding.index > 0;
		this.#after = padding && this.#padded ? after.slice(0, after.lastIndexOf('"', after.length - 3) + 1) : after + END;
	}

	/** The frames from `from` on that are like the one that was learned; undefined where the first is not. */
	run(text: string, from: number): FrameRun | undefined {
		if (this.#before === "") return undefined;
		let at = from;
		let frames = 0;
		let contentLength = 0;
		while (text.startsWith(this.#before, at)) {
			const { length, end } = jsonTextLength(text, at + this.#before.length);
			const border = length === 0 ? -1 : this.#border(text, end);
			if (border === -1) break;
			at = border;
			frames++;
			contentLength += length;
		}
		return frames === 0 ? undefined : { end: at, frames, reading: { contentLength } };
	}

	/** The index behind the blank line, or -1 where the frame ends otherwise than the one that was learned. */
	#border(text: string, quote: number): number {
		if (!text.startsWith(this.#after, quote)) return -1;
		const behind = quote + this.#after.length;
		if (!this.#padded) return behind;
		const end = text.indexOf('"', behind);
		return text.startsWith(`"}${END}`, end) && !text.slice(behind, end).includes("\\") ? end + 2 + END.length : -1;
	}
}
