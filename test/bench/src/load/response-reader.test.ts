import { describe, expect, it } from "vitest";
import { ENDED, FIRST_BYTE, ResponseReader } from "./response-reader.ts";

const bytes = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
const json = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{"ok":true}';
const stream =
	"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" +
	"0B\r\ndata: one\n\n\r\n0e\r\ndata: [DONE]\n\n\r\n0\r\nx-trailer: 1\r\n\r\n";

/** Pushes the text in pieces of one size and returns the flags of every push. */
function readIn(size: number, text: string, reader: ResponseReader): number[] {
	const flags: number[] = [];
	for (let at = 0; at < text.length; at += size) flags.push(reader.push(bytes(text.slice(at, at + size))));
	return flags;
}

describe("ResponseReader", () => {
	it("reads an answer with a length that came in one piece", () => {
		const reader = new ResponseReader();
		expect(reader.push(bytes(json))).toBe(FIRST_BYTE | ENDED);
		expect([reader.status, reader.bodyBytes, reader.tail]).toEqual([200, 11, 'k":true}']);
	});

	it.each([json, stream])("finds the first byte once and the end last, however the bytes are cut", (text) => {
		for (let size = 1; size <= text.length; size++) {
			const reader = new ResponseReader();
			const flags = readIn(size, text, reader);
			expect(flags.filter((flag) => flag & FIRST_BYTE)).toHaveLength(1);
			expect(flags.findIndex((flag) => flag & ENDED)).toBe(flags.length - 1);
			expect(reader.bodyBytes).toBe(text === json ? 11 : 25);
		}
	});

	it("knows the end of a stream by its last bytes, across chunk borders", () => {
		const reader = new ResponseReader();
		const cut = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\ndata: [D\r\n6\r\nONE]\n\n\r\n0\r\n\r\n";
		expect(reader.push(bytes(cut))).toBe(FIRST_BYTE | ENDED);
		expect(reader.tail).toBe("[DONE]\n\n");
	});

	it("says first byte only when body bytes came, not with the head", () => {
		const reader = new ResponseReader();
		expect(reader.push(bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"))).toBe(0);
		expect(reader.push(bytes("5\r\nhello\r\n"))).toBe(FIRST_BYTE);
		expect(reader.push(bytes("0\r\n\r\n"))).toBe(ENDED);
	});

	it("reads the next answer of the same connection after a reset", () => {
		const reader = new ResponseReader();
		readIn(7, stream, reader);
		reader.reset();
		expect(reader.push(bytes(json.replace("200 OK", "429 Too Many")))).toBe(FIRST_BYTE | ENDED);
		expect(reader.status).toBe(429);
	});

	it("ends an empty answer with its head", () => {
		const reader = new ResponseReader();
		expect(reader.push(bytes("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"))).toBe(ENDED);
		expect([reader.status, reader.tail]).toEqual([502, ""]);
	});

	it.each([
		["SSH-2.0-OpenSSH\r\n\r\n", /not an answer/],
		["HTTP/1.1 200 OK\r\n\r\nuntil close", /neither length nor chunks/],
		["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", /not hexadecimal/],
		["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n", /without a size/],
		["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n", /longer than its size/],
		[`${json}HTTP`, /after the end/],
	])("refuses %j", (text, reason) => {
		expect(() => new ResponseReader().push(bytes(text))).toThrow(reason);
	});
});
