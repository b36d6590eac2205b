import { describe, expect, it } from "vitest";
import { aCall } from "./examples.fixture.ts";
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

describe("a stream's usage", () => {
	it("is the provider's own once the answer is complete", () => {
		const progress = new StreamProgress();
		progress.take({ contentLength: 400, usage: { input: 7, output: 90, reasoning: 5 }, end: true });
		const usage = { input: 7, output: 90, reasoning: 5 };
		expect(progress.usageSoFar(aCall())).toEqual({ usage, estimated: false });
	});

	it("is an estimate of what was delivered where the stream broke off, whatever the provider said on the way", () => {
		const progress = new StreamProgress();
		progress.take({ contentLength: 401, usage: { input: 7, output: 1 } });
		expect(progress.usageSoFar(aCall())).toEqual({ usage: { input: 9, output: 101 }, estimated: true });
	});

	it("has the prompt's own count where that came first", () => {
		const progress = new StreamProgress();
		progress.take({ contentLength: 8, promptUsage: { input: 3, cache_read: 40 } });
		const usage = { input: 3, cache_read: 40, output: 2 };
		expect(progress.usageSoFar(aCall())).toEqual({ usage, estimated: true });
	});
});
