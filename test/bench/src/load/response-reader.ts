/** Set in the answer of `push` when the first byte of the body was in these bytes. */
export const FIRST_BYTE = 1;
/** Set in the answer of `push` when the answer ended in these bytes. */
export const ENDED = 2;

type State = "head" | "sized" | "chunk-size" | "chunk-data" | "chunk-end" | "trailer" | "ended";

const CR = 13;
const LF = 10;
const TAIL = 8;

/**
 * Reads HTTP/1.1 answers (RFC 9112) from a connection without pipelining: a status, a body framed by
 * Content-Length or by chunks, and the moments that matter. It keeps no body, only its last eight bytes.
 * Throws on bytes that are no such answer, among them an answer framed by the connection's end.
 */
export class ResponseReader {
	status = 0;
	bodyBytes = 0;
	#state: State = "head";
	#head = "";
	#left = 0;
	#sizeDigits = 0;
	#trailerLine = 0;
	readonly #tail = new Uint8Array(TAIL);

	/** Forgets the last answer and waits for the next one. */
	reset(): void {
		this.status = 0;
		this.bodyBytes = 0;
		this.#state = "head";
		this.#head = "";
		this.#left = 0;
		this.#sizeDigits = 0;
		this.#trailerLine = 0;
		this.#tail.fill(0);
	}

	/** The last bytes of the body as Latin-1, at most eight. */
	get tail(): string {
		return Buffer.from(this.#tail.subarray(TAIL - Math.min(TAIL, this.bodyBytes))).toString("latin1");
	}

	/** Takes what arrived; returns FIRST_BYTE and ENDED, or-ed. */
	push(bytes: Uint8Array): number {
		const bodyBefore = this.bodyBytes;
		let at = this.#state === "head" ? this.#readHead(bytes) : 0;
		while (at < bytes.length) at = this.#step(bytes, at);
		const first = bodyBefore === 0 && this.bodyBytes > 0 ? FIRST_BYTE : 0;
		return first | (this.#state === "ended" ? ENDED : 0);
	}

	#readHead(bytes: Uint8Array): number {
		const before = this.#head.length;
		this.#head += Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
		const end = this.#head.indexOf("\r\n\r\n");
		if (end < 0) return bytes.length;
		this.#frame(this.#head.slice(0, end));
		return end + 4 - before;
	}

	#frame(head: string): void {
		this.status = /^HTTP\/1\.1 \d{3}/.test(head) ? Number(head.slice(9, 12)) : 0;
		if (this.status < 200) throw new Error(`not an answer: ${head.slice(0, 40)}`);
		if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
			this.#state = "chunk-size";
			return;
		}
		const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
		if (length === undefined) throw new Error("an answer framed by neither length nor chunks");
		this.#left = Number(length);
		this.#state = this.#left === 0 ? "ended" : "sized";
	}

	#step(bytes: Uint8Array, at: number): number {
		switch (this.#state) {
			case "sized":
				return this.#readBody(bytes, at, "ended");
			case "chunk-data":
				return this.#readBody(bytes, at, "chunk-end");
			case "chunk-size":
				return this.#readChunkSize(bytes, at);
			case "chunk-end":
				if (bytes[at] === LF) this.#state = "chunk-size";
				else if (bytes[at] !== CR) throw new Error("a chunk is longer than its size");
				return at + 1;
			case "trailer":
				return this.#readTrailer(bytes, at);
			default:
				throw new Error("bytes after the end of the answer");
		}
	}

	#readBody(bytes: Uint8Array, at: number, next: State): number {
		const end = Math.min(bytes.length, at + this.#left);
		this.#keepTail(bytes, at, end);
		this.bodyBytes += end - at;
		this.#left -= end - at;
		if (this.#left === 0) this.#state = next;
		return end;
	}

	#readChunkSize(bytes: Uint8Array, at: number): number {
		const byte = bytes[at] ?? 0;
		if (byte === LF) {
			if (this.#sizeDigits === 0) throw new Error("a chunk without a size");
			this.#sizeDigits = 0;
			this.#state = this.#left === 0 ? "trailer" : "chunk-data";
		} else if (byte !== CR) {
			this.#left = this.#left * 16 + hexDigit(byte);
			this.#sizeDigits += 1;
		}
		return at + 1;
	}

	/** After the last chunk: lines until an empty one. */
	#readTrailer(bytes: Uint8Array, at: number): number {
		const byte = bytes[at];
		if (byte !== LF && byte !== CR) this.#trailerLine += 1;
		if (byte === LF) {
			if (this.#trailerLine === 0) this.#state = "ended";
			this.#trailerLine = 0;
		}
		return at + 1;
	}

	#keepTail(bytes: Uint8Array, at: number, end: number): void {
		const kept = Math.min(TAIL, end - at);
		this.#tail.copyWithin(0, kept);
		for (let i = 0; i < kept; i++) this.#tail[TAIL - kept + i] = bytes[end - kept + i] ?? 0;
	}
}

function hexDigit(byte: number): number {
	if (byte >= 48 && byte <= 57) return byte - 48;
	const lower = byte | 32;
	if (lower >= 97 && lower <= 102) return lower - 87;
	throw new Error("a chunk size that is not hexadecimal");
}
