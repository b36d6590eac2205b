import { TurnpikeError } from "../errors/turnpike-error.ts";
import { framesIn } from "./frames-in.ts";

/** The largest frame accepted, in characters: nothing honest is larger, and a stream without borders must end. */
export const MAX_FRAME_LENGTH = 1024 * 1024;

const BORDER = "\n\n";

/**
 * Cuts a stream of bytes into complete SSE frames, whatever the borders of its chunks.
 *
 * Frames come out as text; line ends are all `\n` (`\r\n` and `\r` are read as such) and a leading byte order mark is
 * gone, as the WHATWG HTML standard, "Interpreting an event stream", has it.
 */
export class FrameSplitter {
	private readonly decoder = new TextDecoder("utf-8");
	/** What came since the last border, in pieces, so that a frame in many chunks is joined once. */
	private pieces: string[] = [];
	private pendingLength = 0;
	private endsWithNewline = false;
	/** The last chunk ended in `\r`, already taken as a line end: a `\n` that follows belongs to it. */
	private afterReturn = false;

	/**
	 * @returns the frames that this chunk completed, often one, each without the blank line that ends it.
	 * @throws TurnpikeError `stream_interrupted` when a frame outgrows the bound.
	 */
	push(chunk: Uint8Array): string[] {
		return framesIn(this.pushWhole(chunk));
	}

	/** The same frames as one text, each with its blank line; "" where the chunk completed none. */
	pushWhole(chunk: Uint8Array): string {
		return this.take(this.unify(this.decoder.decode(chunk, { stream: true })));
	}

	/** What was left when the stream ended without a blank line: a frame cut short, or undefined. */
	end(): string | undefined {
		const [frame] = framesIn(this.take(this.unify(this.decoder.decode())));
		const rest = this.pieces.join("").replace(/^\n+|\n+$/g, "");
		this.reset();
		return frame ?? (rest === "" ? undefined : rest);
	}

	private unify(text: string): string {
		let unified = text;
		if (this.afterReturn && unified !== "") {
			this.afterReturn = false;
			if (unified.startsWith("\n")) unified = unified.slice(1);
		}
		if (!unified.includes("\r")) return unified;
		this.afterReturn = unified.endsWith("\r");
		return unified.replace(/\r\n?/g, "\n");
	}

	/** Keeps what no border has ended yet. @returns the text up to the last border */
	private take(text: string): string {
		if (text === "") return "";
		const border = this.behindLastBorder(text);
		if (border === 0) {
			this.keep(text);
			return "";
		}
		const whole = this.pieces.length === 0 ? text.slice(0, border) : this.pieces.join("") + text.slice(0, border);
		this.reset();
		if (border < text.length) this.keep(text.slice(border));
		return whole;
	}

	/** The index behind the last blank line, which may have begun in an earlier chunk; 0 where there is none. */
	private behindLastBorder(text: string): number {
		const last = text.lastIndexOf(BORDER);
		if (last >= 0) return last + BORDER.length;
		return this.endsWithNewline && text.startsWith("\n") ? 1 : 0;
	}

	private keep(text: string): void {
		const piece = this.pieces.length === 0 ? text.replace(/^\n+/, "") : text;
		if (piece === "") return;
		this.pieces.push(piece);
		this.pendingLength += piece.length;
		this.endsWithNewline = piece.endsWith("\n");
		if (this.pendingLength > MAX_FRAME_LENGTH) {
			throw new TurnpikeError("stream_interrupted", "The provider sent a stream event larger than 1 MiB.");
		}
	}

	private reset(): void {
		this.pieces = [];
		this.pendingLength = 0;
		this.endsWithNewline = false;
	}
}
