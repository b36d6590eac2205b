import { describe, expect, it } from "vitest";
import { StreamProgress } from "./stream-progress.ts";

describe("a stream's progress", () => {
	it("adds up text and keeps the last word on everything else", () => {
		const progress = new StreamProgress();
		progress.take({ contentLength: 5, upstreamId: "up-1", usage: { input: 1, output: 1 } });
		progress.take({ contentLength: 0 });
		progress.take({ contentLength: 7, usage: { input: 1, output: 4 }, finishReason: "stop" });
		expect(progress).toMatchObject({ contentLength: 12, contentFrames: 2, upstreamId: "up-1", finishReason: "stop" });
		expect(progress.usage).toEqual({ input: 1, output: 4 });
	});

	it("is complete with the upstream's terminator or a finish reason, and with neither is not", () => {
		const progress = new StreamProgress();
		progress.take({ contentLength: 5, usage: { input: 1, output: 1 } });
		expect(progress.complete).toBe(false);
		const ended = new StreamProgress();
		ended.take({ contentLength: 0, end: true });
		expect(ended.complete).toBe(true);
		progress.take({ contentLength: 0, finishReason: "length" });
		expect(progress.complete).toBe(true);
	});

	it("takes three characters for a token, what is about to be sent included", () => {
		const progress = new StreamProgress();
		progress.take({ contentLength: 10 });
		expect(progress.tokensAtMost(0)).toBe(4);
		expect(progress.tokensAtMost(3)).toBe(5);
	});

	it("takes every frame with text for at least one token", () => {
		const progress = new StreamProgress();
		for (let frame = 0; frame < 9; frame += 1) progress.take({ contentLength: 1 });
		expect(progress.tokensAtMost(0)).toBe(9);
	});
});
