import type { FrameReading, StreamMeter } from "@turnpike/providers";
import { describe, expect, it } from "vitest";
import { AttemptFailed } from "./attempt-failure.ts";
import { OpenedStream } from "./opened-stream.ts";

const encoder = new TextEncoder();
const FAILURE = { kind: "unavailable", status: 529, message: "overloaded" } as const;

/** Reads as many characters as the frame has; `data: fail` is a failure. */
const meter = () => ({
	read: (frame: string): FrameReading =>
		frame === "data: fail" ? { contentLength: 0, failure: FAILURE } : { contentLength: frame.length },
});

function open(
	chunks: readonly string[],
	type = "text/event-stream; charset=utf-8",
	makeMeter: () => StreamMeter = meter,
) {
	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			for (const chunk of chunks) controller.enqueue(encoder.encode(chunk));
			controller.close();
		},
	});
	return OpenedStream.open(new Response(body, { headers: { "content-type": type } }), { meter: makeMeter }, "chat");
}

async function failureOf(opening: Promise<unknown>) {
	const error = await opening.catch((reason: unknown) => reason);
	if (error instanceof AttemptFailed) return error.failure;
	throw new Error("the stream was opened");
}

describe("an upstream's stream", () => {
	it("is open at the first frame that says something, with all that was read until then kept", async () => {
		const stream = await open([": hello\n\n", "data: on", "e\n\ndata: two\n\n", "data: three\n\n"]);
		expect(stream.first.map(({ frames }) => frames)).toEqual([": hello", "data: one", "data: two"]);
		expect((await stream.next())?.map(({ frames }) => frames)).toEqual(["data: three"]);
		expect(await stream.next()).toBeUndefined();
	});

	it("meters every frame", async () => {
		const stream = await open(["data: one\n\n"]);
		expect(stream.first.map(({ reading }) => reading.contentLength)).toEqual(["data: one".length]);
	});

	it("keeps frames together that the meter knows by others", async () => {
		const knows = {
			...meter(),
			readRun: (text: string, from: number) =>
				text.startsWith("data: a\n\ndata: b\n\n", from)
					? { end: from + 18, frames: 2, reading: { contentLength: 2 } }
					: undefined,
		};
		const stream = await open(["data: x\n\ndata: a\n\ndata: b\n\n\ndata: y\n\n"], undefined, () => knows);
		expect(stream.first.map(({ frames, count, plain }) => [frames, count, plain])).toEqual([
			["data: x", 1, false],
			["data: a\n\ndata: b\n\n", 2, true],
			["data: y", 1, false],
		]);
		expect(stream.first[1]?.reading).toEqual({ contentLength: 2 });
	});

	it("gives a last frame that has no blank line behind it", async () => {
		const stream = await open(["data: one\n\n", "data: cut"]);
		expect(await stream.next()).toEqual([]);
		expect((await stream.next())?.map(({ frames }) => frames)).toEqual(["data: cut"]);
		expect(await stream.next()).toBeUndefined();
	});
});

describe("a stream that does not begin to answer", () => {
	it("fails its attempt where its first word is an error, even after comments", async () => {
		expect(await failureOf(open(["data: fail\n\n"]))).toEqual(FAILURE);
		expect(await failureOf(open([": wait\n\n", "data: fail\n\n"]))).toEqual(FAILURE);
	});

	it("fails its attempt where it ends before saying anything", async () => {
		expect(await failureOf(open([]))).toMatchObject({ kind: "malformed" });
		expect(await failureOf(open([": only a comment\n\n"]))).toMatchObject({ kind: "malformed" });
	});

	it("fails its attempt where it is no event stream", async () => {
		const failure = await failureOf(open(["{}"], "application/json"));
		expect(failure).toMatchObject({ kind: "malformed", status: 200 });
	});
});
