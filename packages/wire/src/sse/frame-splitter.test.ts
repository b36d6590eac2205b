import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FrameSplitter, MAX_FRAME_LENGTH } from "./frame-splitter.ts";

const encoder = new TextEncoder();

function framesOf(chunks: Iterable<Uint8Array | string>): string[] {
	const splitter = new FrameSplitter();
	const frames: string[] = [];
	for (const chunk of chunks) frames.push(...splitter.push(typeof chunk === "string" ? encoder.encode(chunk) : chunk));
	const rest = splitter.end();
	return rest === undefined ? frames : [...frames, `rest:${rest}`];
}

/** Cuts bytes at the given places, which may fall inside a code point or a line end. */
function chunksAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
	const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
	const borders = [0, ...places, bytes.length];
	return borders.slice(1).map((end, index) => bytes.slice(borders[index], end));
}

describe("FrameSplitter", () => {
	test("gives a frame as soon as its blank line has come", () => {
		const splitter = new FrameSplitter();
		expect(splitter.push(encoder.encode("data: 1\n"))).toEqual([]);
		expect(splitter.push(encoder.encode("\n"))).toEqual(["data: 1"]);
		expect(splitter.push(encoder.encode("data: 2\n\ndata: 3\n\nda"))).toEqual(["data: 2", "data: 3"]);
		expect(splitter.push(encoder.encode("ta: 4\n\n"))).toEqual(["data: 4"]);
		expect(splitter.end()).toBeUndefined();
	});

	test.each([
		["\\r\\n", "event: a\r\ndata: 1\r\n\r\ndata: 2\r\n\r\n"],
		["\\r", "event: a\rdata: 1\r\rdata: 2\r\r"],
		["mixed", "event: a\r\ndata: 1\n\r\ndata: 2\n\n"],
	])("understands line ends of the kind %s", (_name, text) => {
		expect(framesOf([text])).toEqual(["event: a\ndata: 1", "data: 2"]);
	});

	test("does not take a line end split between chunks for a blank line", () => {
		expect(framesOf(["event: a\r", "\ndata: 1\r", "\n\r", "\n"])).toEqual(["event: a\ndata: 1"]);
	});

	test("gives a frame ended by bare returns without waiting for more", () => {
		expect(new FrameSplitter().push(encoder.encode("data: 1\r\r"))).toEqual(["data: 1"]);
	});

	test("drops a byte order mark at the start, even in pieces", () => {
		const bytes = Uint8Array.from([0xef, 0xbb, 0xbf, ...encoder.encode("data: 1\n\n")]);
		expect(framesOf([bytes.slice(0, 1), bytes.slice(1)])).toEqual(["data: 1"]);
	});

	test("joins a code point whose bytes came in two chunks", () => {
		const bytes = encoder.encode("data: 😀€\n\n");
		for (let cut = 0; cut <= bytes.length; cut++) {
			expect(framesOf([bytes.slice(0, cut), bytes.slice(cut)])).toEqual(["data: 😀€"]);
		}
	});

	test("keeps a comment glued to data in one frame, and one that stands alone as its own", () => {
		expect(framesOf([": hi\ndata: 1\n\n: ping\n\n"])).toEqual([": hi\ndata: 1", ": ping"]);
	});

	test("skips surplus blank lines", () => {
		expect(framesOf(["\n\n\ndata: 1\n\n\n\n", "\n\ndata: 2\n\n"])).toEqual(["data: 1", "data: 2"]);
	});

	test("gives what was left at the end as a frame cut short", () => {
		expect(framesOf(["data: 1\n\ndata: 2\n"])).toEqual(["data: 1", "rest:data: 2"]);
	});

	test("refuses a frame larger than the bound", () => {
		const splitter = new FrameSplitter();
		const piece = encoder.encode("x".repeat(MAX_FRAME_LENGTH / 4));
		for (let i = 0; i < 4; i++) splitter.push(piece);
		expect(() => splitter.push(piece)).toThrow("larger than 1 MiB");
	});

	test("gives the same frames for every chunking of any stream", () => {
		const line = fc.constantFrom("data: a", "data: é😀", "event: x", ": c", "", "data:", "id: 1");
		const lineEnd = fc.constantFrom("\n", "\r\n", "\r");
		const stream = fc.array(fc.tuple(line, lineEnd), { maxLength: 20 }).map((pairs) => pairs.flat().join(""));
		fc.assert(
			fc.property(stream, fc.array(fc.nat(400), { maxLength: 30 }), (text, cuts) => {
				const bytes = encoder.encode(text);
				const whole = framesOf([bytes]);
				expect(framesOf(chunksAt(bytes, cuts))).toEqual(whole);
				expect(framesOf([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
				const blocks = text.replace(/\r\n?/g, "\n").split(/\n\n+/);
				const expected = blocks.map((block) => block.replace(/^\n+|\n+$/g, "")).filter((block) => block !== "");
				expect(whole.map((frame) => frame.replace(/^rest:/, ""))).toEqual(expected);
			}),
			{ numRuns: 500 },
		);
	});
});
