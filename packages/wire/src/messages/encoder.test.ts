import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bill, identity, type Sent, sent } from "../answer/frames.fixture.ts";
import type { CanonicalEvent } from "../canonical/event.ts";
import { TurnpikeError } from "../errors/turnpike-error.ts";
import { MessagesEncoder } from "./encoder.ts";
import { writeMessagesAnswer } from "./write-answer.ts";

function run(events: readonly CanonicalEvent[]): Sent[] {
	const encoder = new MessagesEncoder(identity);
	return sent(events.map((event) => encoder.encode(event)).join("") + encoder.finish(bill));
}

/** Rebuilds the blocks as a client does, holding the stream to the protocol's order. */
function blocksOf(frames: readonly Sent[]): Record<string, unknown>[] {
	const blocks: Record<string, unknown>[] = [];
	let open = -1;
	for (const { event, data } of frames) {
		expect(event).toBe(data.type);
		if (event === "content_block_start") {
			expect(open).toBe(-1);
			expect(data.index).toBe(blocks.length);
			open = data.index;
			blocks.push({ ...data.content_block, ...(data.content_block.type === "tool_use" && { json: "" }) });
		} else if (event === "content_block_stop") {
			expect(data.index).toBe(open);
			open = -1;
		} else if (event === "content_block_delta") {
			expect(data.index).toBe(open);
			const block = blocks[open] ?? {};
			for (const field of ["text", "thinking", "signature", "partial_json"]) {
				const target = field === "partial_json" ? "json" : field;
				if (field in data.delta) block[target] = `${block[target]}${data.delta[field]}`;
			}
		}
	}
	expect(open).toBe(-1);
	return blocks;
}

const call = (number: number): CanonicalEvent => ({
	type: "tool_call",
	choice: 0,
	call: number,
	id: `t${number}`,
	name: "f",
});
const args = (number: number, json: string): CanonicalEvent => ({
	type: "tool_arguments",
	choice: 0,
	call: number,
	json,
});
const text = (value: string): CanonicalEvent => ({ type: "text", choice: 0, text: value });
const finish: CanonicalEvent = { type: "finish", choice: 0, reason: "stop", nativeReason: "stop" };

describe("MessagesEncoder", () => {
	test("writes Anthropic's events in Anthropic's order", () => {
		const frames = run([
			{ type: "start", id: "x", model: "m" },
			{ type: "reasoning", choice: 0, text: "hm" },
			{ type: "reasoning_signature", choice: 0, signature: "sig" },
			text("Hel"),
			text("lo"),
			call(0),
			args(0, '{"a":'),
			args(0, "1}"),
			{ type: "finish", choice: 0, reason: "tool_calls", nativeReason: "tool_calls" },
			{ type: "end" },
		]);
		expect(
			frames.map(({ data }) => [data.type, data.index, data.delta?.type].filter((x) => x !== undefined).join(" ")),
		).toEqual([
			"message_start",
			"content_block_start 0",
			"content_block_delta 0 thinking_delta",
			"content_block_delta 0 signature_delta",
			"content_block_stop 0",
			"content_block_start 1",
			"content_block_delta 1 text_delta",
			"content_block_delta 1 text_delta",
			"content_block_stop 1",
			"content_block_start 2",
			"content_block_delta 2 input_json_delta",
			"content_block_delta 2 input_json_delta",
			"content_block_stop 2",
			"message_delta",
			"message_stop",
		]);
		expect(frames[0]?.data.message).toEqual({
			id: "msg_0197",
			type: "message",
			role: "assistant",
			model: "openai/gpt-5.5",
			content: [],
			stop_reason: null,
			stop_sequence: null,
			usage: { input_tokens: 11, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 0 },
		});
		expect(frames.at(-2)?.data).toEqual({
			type: "message_delta",
			delta: { stop_reason: "tool_use", stop_sequence: null },
			usage: {
				input_tokens: 7,
				cache_creation_input_tokens: 2,
				cache_read_input_tokens: 3,
				cache_creation: { ephemeral_5m_input_tokens: 2, ephemeral_1h_input_tokens: 0 },
				output_tokens: 9,
				output_tokens_details: { thinking_tokens: 4 },
				cost: 0.001234567,
				cost_usd: "0.001234567",
			},
		});
		expect(blocksOf(frames)).toEqual([
			{ type: "thinking", thinking: "hm", signature: "sig" },
			{ type: "text", text: "Hello" },
			{ type: "tool_use", id: "t0", name: "f", input: {}, json: '{"a":1}' },
		]);
	});

	test("puts interleaved tool calls one after the other, each whole", () => {
		const frames = run([call(0), call(1), args(1, '{"b":'), args(0, '{"a":'), args(0, "1}"), args(1, "2}"), finish]);
		expect(blocksOf(frames).map(({ id, json }) => [id, json])).toEqual([
			["t0", '{"a":1}'],
			["t1", '{"b":2}'],
		]);
	});

	test("begins the next tool call as soon as the open one is whole", () => {
		const encoder = new MessagesEncoder(identity);
		for (const event of [call(0), args(0, "{}")]) encoder.encode(event);
		expect(encoder.encode(call(1))).toContain("content_block_start");
	});

	test("writes a call without arguments too", () => {
		expect(blocksOf(run([call(0), call(1), args(1, "{}"), finish])).map(({ id }) => id)).toEqual(["t0", "t1"]);
	});

	test("begins another thinking block after a signature, and gives redacted thinking one of its own", () => {
		const frames = run([
			{ type: "reasoning", choice: 0, text: "a" },
			{ type: "reasoning_signature", choice: 0, signature: "s" },
			{ type: "redacted_reasoning", choice: 0, data: "enc" },
			{ type: "reasoning", choice: 0, text: "b" },
			finish,
		]);
		expect(blocksOf(frames)).toEqual([
			{ type: "thinking", thinking: "a", signature: "s" },
			{ type: "redacted_thinking", data: "enc" },
			{ type: "thinking", thinking: "b", signature: "" },
		]);
	});

	test.each<[Partial<Extract<CanonicalEvent, { type: "finish" }>>, unknown]>([
		[{ reason: "stop" }, { stop_reason: "end_turn", stop_sequence: null }],
		[{ reason: "length" }, { stop_reason: "max_tokens", stop_sequence: null }],
		[{ reason: "tool_calls" }, { stop_reason: "tool_use", stop_sequence: null }],
		[{ reason: "content_filter" }, { stop_reason: "refusal", stop_sequence: null }],
		[
			{ reason: "stop", stopSequence: "END" },
			{ stop_reason: "stop_sequence", stop_sequence: "END" },
		],
	])("says %j as %j", (reason, delta) => {
		const event = { type: "finish", choice: 0, reason: "stop", nativeReason: undefined, ...reason } as const;
		expect(run([text("x"), event]).at(-2)?.data.delta).toEqual(delta);
		expect(JSON.parse(writeMessagesAnswer([event], identity, bill))).toMatchObject(delta as object);
	});

	test("ends even an empty answer as a whole message", () => {
		expect(run([finish]).map(({ event }) => event)).toEqual(["message_start", "message_delta", "message_stop"]);
	});

	test("fails with a named error event", () => {
		const [frame] = sent(new MessagesEncoder(identity).fail(new TurnpikeError("stream_interrupted", "It broke.")));
		expect(frame).toEqual({
			event: "error",
			data: { type: "error", error: { type: "api_error", message: "It broke." }, request_id: "req_1" },
		});
	});

	test("keeps to the protocol and loses nothing, whatever the order of events", () => {
		const pieces = fc.constantFrom<CanonicalEvent>(
			text("t"),
			{ type: "reasoning", choice: 0, text: "r" },
			{ type: "reasoning_signature", choice: 0, signature: "s" },
			{ type: "redacted_reasoning", choice: 0, data: "d" },
			{ type: "refusal", choice: 0, text: "no" },
		);
		const calls = fc.shuffledSubarray([0, 1, 2, 0, 1, 2]).map((order) => {
			const seen = new Set<number>();
			const events = [0, 1, 2].map(call);
			for (const number of order) {
				events.push(args(number, seen.has(number) ? "1}" : '{"a":'));
				seen.add(number);
			}
			return { events, order };
		});
		fc.assert(
			fc.property(fc.array(pieces, { maxLength: 12 }), calls, (before, { events, order }) => {
				const blocks = blocksOf(run([...before, ...events, finish]));
				const words = before.flatMap((event) =>
					event.type === "text" || event.type === "refusal" ? [event.text] : [],
				);
				expect(blocks.map((block) => block.text ?? "").join("")).toBe(words.join(""));
				const json = blocks.filter(({ type }) => type === "tool_use").map((block) => String(block.json).length);
				expect(json).toHaveLength(3);
				const first = new Set(order).size;
				expect(json.reduce((a, b) => a + b, 0)).toBe(first * 5 + (order.length - first) * 2);
			}),
		);
	});
});

describe("writeMessagesAnswer", () => {
	test("writes Anthropic's Message", () => {
		const answer = writeMessagesAnswer(
			[
				{ type: "reasoning", choice: 0, text: "hm" },
				{ type: "reasoning_signature", choice: 0, signature: "sig" },
				{ type: "redacted_reasoning", choice: 0, data: "enc" },
				text("Hello"),
				call(0),
				args(0, '{"a":1.50}'),
				call(1),
				{ type: "finish", choice: 0, reason: "tool_calls", nativeReason: undefined },
			],
			identity,
			{ ...bill, sandbox: true },
		);
		expect(answer).toContain('"input":{"a":1.50}');
		expect(JSON.parse(answer)).toEqual({
			id: "msg_0197",
			type: "message",
			role: "assistant",
			model: "openai/gpt-5.5",
			content: [
				{ type: "thinking", thinking: "hm", signature: "sig" },
				{ type: "redacted_thinking", data: "enc" },
				{ type: "text", text: "Hello" },
				{ type: "tool_use", id: "t0", name: "f", input: { a: 1.5 } },
				{ type: "tool_use", id: "t1", name: "f", input: {} },
			],
			stop_reason: "tool_use",
			stop_sequence: null,
			usage: expect.objectContaining({ input_tokens: 7, output_tokens: 9, cost_usd: "0.001234567" }),
			sandbox: true,
		});
	});

	test("keeps arguments that are no JSON object where the caller can see them", () => {
		const input = (json: string) =>
			JSON.parse(writeMessagesAnswer([call(0), args(0, json)], identity, bill)).content[0].input;
		expect(input("{broken")).toEqual({ invalid_json: "{broken" });
		expect(input("[1]")).toEqual({ value: [1] });
	});
});
