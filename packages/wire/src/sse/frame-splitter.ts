import { TurnpikeError } from "../errors/turnpike-error.ts";

/** The largest frame accepted, in characters: nothing honest is larger, and a stream without borders must end. */
export const MAX_FRAME_LENGTH = 1024 * 1024;

/**
 * Cuts a stream of bytes into complete SSE frames, whatever the borders of its chunks.
 *
 * Frames come out as text without the blank line that ends them; line ends are all `\n` (`\r\n` and `\r` are read as
 * such) and a leading byte order mark is gone, as the WHATWG HTML standard, "Interpreting an event stream", has it.
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
	 * @returns the frames that this chunk completed, often one.
	 * @throws TurnpikeError `stream_interrupted` when a frame outgrows the bound.
	 */
	push(chunk: Uint8Array): string[] {
		return this.take(this.unify(this.decoder.decode(chunk, { stream: true })));
	}

	/** What was left when the stream ended without a blank line: a frame cut short, or undefined. */
	end(): string | undefined {
		const frames = this.take(this.unify(this.decoder.decode()));
		const rest = this.pieces.join("").replace(/^\n+|\n+$/g, "");
		this.reset();
		return frames[0] ?? (rest === "" ? undefined : rest);
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

	private take(text: string): string[] {
		if (text === "") return [];
		const borderBetween = this.endsWithNewline && text.startsWith("\n");
		if (!borderBetween && !text.includes("\n\n")) {
			this.keep(text);
			return [];
		}
		const whole = this.pieces.length === 0 ? text : this.pieces.join("") + text;
		return this.cut(whole);
	}

	private cut(text: string): string[] {
		const frames: string[] = [];
		let start = 0;
		while (text.charCodeAt(start) === 0x0a) start++;
		for (;;) {
			const border = text.indexOf("\n\n", start);
			if (border < 0) break;
			if (border > start) frames.push(text.slice(start, border));
			start = border + 2;
			while (text.charCodeAt(start) === 0x0a) start++;
		}
		this.reset();
		if (start < text.length) this.keep(text.slice(start));
		return frames;
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
