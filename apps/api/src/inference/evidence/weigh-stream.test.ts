import type { FrameReading } from "@turnpike/providers";
import { describe, expect, it } from "vitest";
import { aCall } from "../examples.fixture.ts";
import { StreamProgress } from "../stream-progress.ts";
import { estimatePrompt } from "./estimate-prompt.ts";
import { weighStream } from "./weigh-stream.ts";

const call = aCall({
	canonical: () => ({
		system: [],
		messages: [{ role: "user", parts: [{ type: "text", text: "how are you today" }] }],
		tools: [],
		choices: 1,
		stream: true,
	}),
});

function progress(...readings: readonly FrameReading[]): StreamProgress {
	const progress = new StreamProgress();
	for (const reading of readings) progress.take(reading);
	return progress;
}

describe("what a stream used", () => {
	it("is the provider's own word once the answer is complete", () => {
		const usage = { input: 7, output: 90, reasoning: 5 };
		expect(weighStream(progress({ contentLength: 400, usage, end: true }), call)).toEqual({
			usage,
			evidence: "provider",
		});
	});

	it("is zero where the provider says zero, whatever it sent", () => {
		const usage = { input: 0, output: 0 };
		const said = progress({ contentLength: 400 }, { contentLength: 0, usage, finishReason: "stop" });
		expect(weighStream(said, call)).toEqual({ usage, evidence: "provider" });
	});

	it("is nothing where nothing was said", () => {
		expect(weighStream(progress({ contentLength: 0 }), call)).toEqual({ usage: {}, evidence: "none" });
	});

	it("is the prompt's own count, where that came first, and what passed", () => {
		const promptUsage = { input: 3, cache_read: 40 };
		const some = progress({ contentLength: 0, promptUsage }, { contentLength: 11 });
		expect(weighStream(some, call)).toEqual({ usage: { ...promptUsage, output: 2 }, evidence: "counted" });
		const none = progress({ contentLength: 0, promptUsage });
		expect(weighStream(none, call)).toEqual({ usage: { ...promptUsage, output: 0 }, evidence: "counted" });
	});

	it("is at least what a provider that counts as it goes has counted", () => {
		const counts = { input: 7, cache_read: 2, output: 50, reasoning: 9 };
		const ahead = progress({ contentLength: 40, usage: counts });
		expect(weighStream(ahead, call)).toEqual({ usage: counts, evidence: "counted" });
		const behind = progress({ contentLength: 400, usage: { input: 7, cache_read: 2, output: 1 } });
		expect(weighStream(behind, call)).toEqual({ usage: { input: 7, cache_read: 2, output: 100 }, evidence: "counted" });
	});

	it("is counted by us where no count came, better than by its length where its text is there", () => {
		const passed = progress({ contentLength: 400 });
		const prompt = { input: estimatePrompt(call) };
		expect(weighStream(passed, call)).toEqual({ usage: { ...prompt, output: 100 }, evidence: "counted" });
		const chunk = JSON.stringify({ choices: [{ index: 0, delta: { content: "three plain words" } }] });
		const sent = { text: () => `data: ${chunk}\n\n` };
		expect(weighStream(passed, call, sent)).toEqual({ usage: { ...prompt, output: 3 }, evidence: "counted" });
		const tooLong = { text: () => undefined };
		expect(weighStream(passed, call, tooLong).usage.output).toBe(100);
	});
});
