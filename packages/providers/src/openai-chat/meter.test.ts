import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { vendor } from "../../fixtures/make-call.ts";
import { ChatMeter } from "./meter.ts";

const begin =
	'data: {"id":"c1","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}';

function begun(): ChatMeter {
	const meter = new ChatMeter(vendor("openai"));
	expect(meter.read(begin)).toEqual({ contentLength: 0, upstreamId: "c1" });
	return meter;
}

function frame(delta: unknown, more: Record<string, unknown> = {}): string {
	return `data: ${JSON.stringify({ id: "c1", choices: [{ index: 0, delta, finish_reason: null }], usage: null, ...more })}`;
}

describe("ChatMeter", () => {
	test("measures any text in any field exactly, without the stream's other words confusing it", () => {
		const field = fc.constantFrom("content", "reasoning_content", "reasoning");
		const text = fc.oneof(
			fc.string({ unit: "binary" }),
			fc.constantFrom('"usage":{"x":1}', '"finish_reason":"stop"', "[DONE]", '\\"content":"', "data: x\n\n"),
		);
		fc.assert(
			fc.property(fc.array(fc.tuple(field, text), { maxLength: 8 }), (pieces) => {
				const meter = begun();
				for (const [name, piece] of pieces) {
					expect(meter.read(frame({ [name]: piece }))).toEqual({ contentLength: piece.length });
				}
			}),
		);
	});

	test("measures tool arguments, and the name with the first of them", () => {
		const meter = begun();
		const first = { tool_calls: [{ index: 0, id: "t", type: "function", function: { name: "add", arguments: "" } }] };
		expect(meter.read(frame(first)).contentLength).toBe(3);
		const next = { tool_calls: [{ index: 0, function: { arguments: '{"a":' } }] };
		expect(meter.read(frame(next)).contentLength).toBe(5);
	});

	test("sees usage and finish reasons beside text, in any order of members", () => {
		const usage = { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 };
		const reading = begun().read(frame({ content: "hi" }, { usage }));
		expect(reading).toEqual({ contentLength: 2, usage: { input: 3, output: 1 } });
		const early = `data: {"usage":${JSON.stringify(usage)},"choices":[{"finish_reason":"stop","delta":{"content":"hi"}}]}`;
		expect(begun().read(early)).toEqual({ contentLength: 2, usage: { input: 3, output: 1 }, finishReason: "stop" });
		const spaced = 'data: {"choices": [{"delta": {"content": "hi"}, "finish_reason": "length"}], "usage": null}';
		expect(begun().read(spaced)).toEqual({ contentLength: 2, finishReason: "length" });
	});

	test("sees a finish reason behind another choice's null", () => {
		const two = {
			choices: [
				{ index: 0, delta: { content: "a" }, finish_reason: null },
				{ index: 1, delta: { content: "b" }, finish_reason: "stop" },
			],
		};
		expect(begun().read(`data: ${JSON.stringify(two)}`)).toEqual({ contentLength: 2, finishReason: "stop" });
	});

	test("counts every choice's text in frames of their own", () => {
		const meter = begun();
		const second = JSON.stringify({ choices: [{ index: 1, delta: { content: "bcd" }, finish_reason: null }] });
		expect(meter.read(frame({ content: "a" })).contentLength + meter.read(`data: ${second}`).contentLength).toBe(4);
	});

	test("does not take log probabilities for text", () => {
		const logprobs = { content: [{ token: "hello", logprob: -0.1, bytes: [104], top_logprobs: [] }], refusal: null };
		const chunk = { choices: [{ index: 0, logprobs, delta: { content: "hello" }, finish_reason: null }] };
		expect(begun().read(`data: ${JSON.stringify(chunk)}`)).toEqual({ contentLength: 5 });
	});

	test("ends at the terminator, and says nothing of comments", () => {
		const meter = begun();
		expect(meter.read(": keep-alive")).toEqual({ contentLength: 0 });
		expect(meter.read("data:")).toEqual({ contentLength: 0 });
		expect(meter.read(": note\ndata: [DONE]")).toEqual({ contentLength: 0, end: true });
	});

	test("an error frame and a broken frame are failures", () => {
		const error = 'data: {"error":{"message":"The server had an error","type":"server_error","code":null}}';
		expect(begun().read(error).failure).toMatchObject({ kind: "unavailable" });
		expect(begun().read('data: {"choices":[{').failure).toMatchObject({ kind: "malformed" });
		expect(begun().read("data: <html>").failure).toMatchObject({ kind: "malformed" });
	});

	test("contradictory usage is no usage", () => {
		const usage = { prompt_tokens: 3, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 9 } };
		expect(begun().read(frame({}, { usage })).usage).toBeUndefined();
	});

	test("audio is content", () => {
		expect(begun().read(frame({ audio: { id: "a", data: "AAAA", transcript: "hi" } })).contentLength).toBe(6);
	});
});
