import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answer, frames, rawBody } from "../../fixtures/open.ts";
import { settle } from "../../fixtures/settle-events.ts";
import { anthropic } from "./dialect.ts";

const usage = { input: 25, cache_read: 1000, cache_write_5m: 200, cache_write_1h: 100, output: 70, reasoning: 20 };
const recorded = answer("anthropic/message.json");
const CONTENT = 'The user wants weather.EmwKAhgBLet me look.get_weather{"city":"Paris","unit":"c"}';

describe("a recorded message", () => {
	test("is read complete, with disjoint usage", () => {
		expect(anthropic.readAnswer(recorded, "messages")).toEqual({
			usage,
			upstreamId: "msg_01XFDUDYJgAACzvnptvVoYEL",
			finishReason: "tool_use",
			contentLength: CONTENT.length,
		});
	});

	test("is counted the same from its stream, in any chunks", () => {
		for (const size of [1, 50, 100_000]) {
			const meter = anthropic.meter("messages");
			const readings = frames("anthropic/message.stream.txt", size).map((frame) => meter.read(frame));
			expect(readings.reduce((sum, reading) => sum + reading.contentLength, 0)).toBe(CONTENT.length);
			expect(readings.findLast((reading) => reading.usage)?.usage).toEqual(usage);
			expect(readings[0]).toEqual({
				contentLength: 0,
				upstreamId: "msg_01XFDUDYJgAACzvnptvVoYEL",
				promptUsage: { input: 25, cache_read: 1000, cache_write_5m: 200, cache_write_1h: 100 },
			});
			expect(readings.findLast((reading) => reading.finishReason)?.finishReason).toBe("tool_use");
			expect(readings.at(-1)).toEqual({ contentLength: 0, end: true });
		}
	});

	test("decodes to the same events complete and streamed", () => {
		const decoder = anthropic.decoder();
		const streamed = frames("anthropic/message.stream.txt").flatMap((frame) => decoder.decode(frame));
		const complete = anthropic.decodeAnswer(recorded, "messages");
		expect(settle(streamed)).toEqual(settle(complete));
		expect(complete).toEqual([
			{ type: "start", id: "msg_01XFDUDYJgAACzvnptvVoYEL", model: "claude-sonnet-5" },
			{ type: "reasoning", choice: 0, text: "The user wants weather." },
			{ type: "reasoning_signature", choice: 0, signature: "EqQBCgIYAhIM" },
			{ type: "redacted_reasoning", choice: 0, data: "EmwKAhgB" },
			{ type: "text", choice: 0, text: "Let me look." },
			{ type: "tool_call", choice: 0, call: 0, id: "toolu_01A09q90", name: "get_weather" },
			{ type: "tool_arguments", choice: 0, call: 0, json: '{"city":"Paris","unit":"c"}' },
			{ type: "finish", choice: 0, reason: "tool_calls", nativeReason: "tool_use" },
			{ type: "usage", usage },
			{ type: "end" },
		]);
	});
});

describe("a stream that fails", () => {
	const failure = { kind: "unavailable", status: undefined, message: "Overloaded" };

	test("is a failure to the meter, after the prompt was announced", () => {
		const meter = anthropic.meter("messages");
		const readings = frames("anthropic/error.stream.txt").map((frame) => meter.read(frame));
		expect(readings[0]?.promptUsage).toEqual({ input: 12 });
		expect(readings[1]).toEqual({ contentLength: 0, failure });
		expect(readings.some((reading) => reading.usage ?? reading.end)).toBe(false);
	});

	test("is an error to the decoder", () => {
		const decoder = anthropic.decoder();
		const events = frames("anthropic/error.stream.txt").flatMap((frame) => decoder.decode(frame));
		expect(events.at(-1)).toEqual({ type: "error", failure });
	});

	test("broken frames are failures", () => {
		expect(anthropic.meter("messages").read("event: x\ndata: {").failure).toMatchObject({ kind: "malformed" });
		expect(anthropic.decoder().decode("event: x\ndata: {")).toMatchObject([{ failure: { kind: "malformed" } }]);
	});
});

describe("a complete answer", () => {
	test("that is an error is the only event, and a failure to the reader", () => {
		const body = rawBody('{"type":"error","error":{"type":"rate_limit_error","message":"slow"},"request_id":"r"}');
		expect(anthropic.decodeAnswer(body, "messages")).toMatchObject([
			{ type: "error", failure: { kind: "rate_limited" } },
		]);
		expect(anthropic.readAnswer(body, "messages").failure).toMatchObject({ kind: "rate_limited" });
		expect(anthropic.readAnswer(rawBody("{}"), "messages").failure).toMatchObject({ kind: "malformed" });
	});

	test.each([
		["end_turn", "stop"],
		["stop_sequence", "stop"],
		["pause_turn", "stop"],
		["max_tokens", "length"],
		["model_context_window_exceeded", "length"],
		["tool_use", "tool_calls"],
		["refusal", "content_filter"],
		["something_new", "stop"],
	])("that stopped for %s finished with %s", (stop_reason, reason) => {
		const body = rawBody(JSON.stringify({ content: [], stop_reason, stop_sequence: "END" }));
		expect(anthropic.decodeAnswer(body, "messages")[1]).toEqual({
			type: "finish",
			choice: 0,
			reason,
			nativeReason: stop_reason,
			stopSequence: "END",
		});
	});
});

test("a tool called without arguments gets an empty object, streamed too", () => {
	const decoder = anthropic.decoder();
	const events = [
		'event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"now","input":{}}}',
		'event: content_block_stop\ndata: {"type":"content_block_stop","index":0}',
	].flatMap((frame) => decoder.decode(frame));
	expect(events).toEqual([
		{ type: "tool_call", choice: 0, call: 0, id: "t", name: "now" },
		{ type: "tool_arguments", choice: 0, call: 0, json: "{}" },
	]);
});

const block = fc.oneof(
	fc.string({ unit: "binary", minLength: 1 }).map((text) => ({ type: "text", text })),
	fc.string({ unit: "binary", minLength: 1 }).map((thinking) => ({ type: "thinking", thinking, signature: "c2ln" })),
	fc
		.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 }), { minKeys: 1, maxKeys: 2, noNullPrototype: true })
		.map((input) => ({
			type: "tool_use",
			id: "t",
			name: "f",
			input,
		})),
);

/** The frames of one block, its text in pieces of so many characters. */
function blockFrames(content: Record<string, unknown>, index: number, size: number): string[] {
	const frame = (type: string, more: object) => `event: ${type}\ndata: ${JSON.stringify({ type, index, ...more })}`;
	const pieces = (text: string) =>
		Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size));
	const delta = (value: object) => frame("content_block_delta", { delta: value });
	const stop = frame("content_block_stop", {});
	if (content.type === "tool_use") {
		const start = frame("content_block_start", { content_block: { ...content, input: {} } });
		const json = pieces(JSON.stringify(content.input)).map((partial_json) =>
			delta({ type: "input_json_delta", partial_json }),
		);
		return [start, ...json, stop];
	}
	if (content.type === "thinking") {
		const start = frame("content_block_start", { content_block: { type: "thinking", thinking: "", signature: "" } });
		const thoughts = pieces(String(content.thinking)).map((thinking) => delta({ type: "thinking_delta", thinking }));
		return [start, ...thoughts, delta({ type: "signature_delta", signature: content.signature }), stop];
	}
	const start = frame("content_block_start", { content_block: { type: "text", text: "" } });
	return [start, ...pieces(String(content.text)).map((text) => delta({ type: "text_delta", text })), stop];
}

test("however a message is cut into frames, it decodes and measures as the complete one", () => {
	const counts = {
		input_tokens: 9,
		output_tokens: 30,
		cache_read_input_tokens: 4,
		output_tokens_details: { thinking_tokens: 7 },
	};
	fc.assert(
		fc.property(fc.array(block, { maxLength: 4 }), fc.integer({ min: 1, max: 9 }), (content, size) => {
			const head = { id: "m", model: "c", role: "assistant" };
			const body = rawBody(JSON.stringify({ ...head, content, stop_reason: "end_turn", usage: counts }));
			const start = {
				type: "message_start",
				message: { ...head, content: [], usage: { ...counts, output_tokens: 1 } },
			};
			const last = {
				type: "message_delta",
				delta: { stop_reason: "end_turn" },
				usage: { ...counts, input_tokens: null },
			};
			const all = [
				`event: message_start\ndata: ${JSON.stringify(start)}`,
				...content.flatMap((each, index) => blockFrames(each, index, size)),
				'event: ping\ndata: {"type":"ping"}',
				`event: message_delta\ndata: ${JSON.stringify(last)}`,
				'event: message_stop\ndata: {"type":"message_stop"}',
			];
			const decoder = anthropic.decoder();
			expect(settle(all.flatMap((frame) => decoder.decode(frame)))).toEqual(
				settle(anthropic.decodeAnswer(body, "messages")),
			);
			const meter = anthropic.meter("messages");
			const readings = all.map((frame) => meter.read(frame));
			const reading = anthropic.readAnswer(body, "messages");
			expect(readings.reduce((sum, each) => sum + each.contentLength, 0)).toBe(reading.contentLength);
			expect(readings.findLast((each) => each.usage)?.usage).toEqual(reading.usage);
		}),
		{ numRuns: 300 },
	);
});
