import { nanoUsd } from "@turnpike/money";
import { describe, expect, test } from "vitest";
import { bill, identity, openrouter, sent } from "../answer/frames.fixture.ts";
import type { CanonicalEvent } from "../canonical/event.ts";
import { TurnpikeError } from "../errors/turnpike-error.ts";
import type { AnswerIdentity } from "../format.ts";
import { ChatEncoder } from "./encoder.ts";

const answer: readonly CanonicalEvent[] = [
	{ type: "start", id: "up", model: "m" },
	{ type: "reasoning", choice: 0, text: "Hm" },
	{ type: "reasoning_signature", choice: 0, signature: "sig" },
	{ type: "redacted_reasoning", choice: 0, data: "enc" },
	{ type: "text", choice: 0, text: 'He"l' },
	{ type: "text", choice: 0, text: "lo" },
	{ type: "tool_call", choice: 0, call: 0, id: "call_1", name: "f" },
	{ type: "tool_arguments", choice: 0, call: 0, json: '{"a":' },
	{ type: "tool_arguments", choice: 0, call: 0, json: "1}" },
	{ type: "usage", usage: bill.usage },
	{ type: "finish", choice: 0, reason: "tool_calls", nativeReason: "tool_use" },
	{ type: "end" },
];

function run(events: readonly CanonicalEvent[], who: AnswerIdentity) {
	const encoder = new ChatEncoder(who);
	const deltas = sent(events.map((event) => encoder.encode(event)).join(""));
	return { deltas: deltas.map(({ data }) => data), tail: sent(encoder.finish(bill)).map(({ data }) => data) };
}

describe("ChatEncoder", () => {
	test("writes OpenAI's chunks on /v1, the role with the first", () => {
		const { deltas } = run(answer, identity);
		expect(deltas[0]).toEqual({
			id: "chatcmpl-0197",
			object: "chat.completion.chunk",
			created: 1_800_000_000,
			model: "openai/gpt-5.5",
			choices: [
				{
					index: 0,
					delta: {
						role: "assistant",
						content: null,
						reasoning_content: "Hm",
						reasoning_details: [{ type: "reasoning.text", text: "Hm", index: 0 }],
					},
					finish_reason: null,
				},
			],
		});
		expect(deltas.slice(1).map(({ choices }) => choices[0].delta)).toEqual([
			{ reasoning_details: [{ type: "reasoning.text", signature: "sig", index: 0 }] },
			{ reasoning_details: [{ type: "reasoning.encrypted", data: "enc", index: 1 }] },
			{ content: 'He"l' },
			{ content: "lo" },
			{ tool_calls: [{ index: 0, id: "call_1", type: "function", function: { name: "f", arguments: "" } }] },
			{ tool_calls: [{ index: 0, function: { arguments: '{"a":' } }] },
			{ tool_calls: [{ index: 0, function: { arguments: "1}" } }] },
		]);
	});

	test("ends on /v1 with usage on the finish, or in a chunk of its own where that was asked for", () => {
		const usage = {
			prompt_tokens: 12,
			completion_tokens: 9,
			total_tokens: 21,
			prompt_tokens_details: { cached_tokens: 3, cache_write_tokens: 2, audio_tokens: 0 },
			completion_tokens_details: { reasoning_tokens: 4, audio_tokens: 0 },
			cost: 0.001234567,
			cost_usd: "0.001234567",
		};
		const riding = run(answer, identity).tail;
		expect(riding).toMatchObject([{ choices: [{ finish_reason: "tool_calls" }], usage }, "[DONE]"]);
		expect(riding[0].usage).toEqual(usage);
		const apart = run(answer, { ...identity, streamUsage: true }).tail;
		expect(apart[0]).not.toHaveProperty("usage");
		expect(apart.slice(1)).toEqual([expect.objectContaining({ choices: [], usage }), "[DONE]"]);
	});

	test("writes OpenRouter's chunks on /api/v1: provider, reasoning, native finish reason, usage last", () => {
		const { deltas, tail } = run(answer, openrouter);
		expect(deltas[0]).toMatchObject({
			id: "gen_0197",
			provider: "OpenAI",
			choices: [{ delta: { role: "assistant", reasoning: "Hm" }, native_finish_reason: null }],
		});
		expect(tail).toMatchObject([
			{ choices: [{ finish_reason: "tool_calls", native_finish_reason: "tool_use" }] },
			{ choices: [], usage: { cost: 0.001234567, is_byok: false, cost_details: null } },
			"[DONE]",
		]);
	});

	test("says the parts of the cost where they are known", () => {
		const encoder = new ChatEncoder(openrouter);
		const [, usage] = sent(encoder.finish({ ...bill, promptCostNanoUsd: nanoUsd(234_567n) }));
		expect(usage?.data.usage.cost_details).toEqual({
			upstream_inference_cost: 0.001234567,
			upstream_inference_prompt_cost: 0.000234567,
			upstream_inference_completions_cost: 0.001,
		});
	});

	test("finishes every choice, usage on the last", () => {
		const { tail } = run(
			[
				{ type: "text", choice: 0, text: "a" },
				{ type: "finish", choice: 0, reason: "stop", nativeReason: undefined },
				{ type: "text", choice: 1, text: "b" },
				{ type: "finish", choice: 1, reason: "length", nativeReason: undefined },
			],
			identity,
		);
		expect(
			tail.map((chunk) => [chunk.choices?.[0].index, chunk.choices?.[0].finish_reason, "usage" in Object(chunk)]),
		).toEqual([
			[0, "stop", false],
			[1, "length", true],
			[undefined, undefined, false],
		]);
	});

	test("fails in the way of each root, never with the terminator", () => {
		const error = new TurnpikeError("stream_interrupted", "It broke.");
		const [native] = sent(new ChatEncoder(identity).fail(error));
		expect(native?.data).toEqual({
			error: expect.objectContaining({ code: "stream_interrupted", message: "It broke." }),
		});
		const [other] = sent(new ChatEncoder(openrouter).fail(error));
		expect(other?.data).toMatchObject({ error: { code: 502 }, choices: [{ finish_reason: "error" }] });
	});

	test("says sandbox on the chunk that carries the usage", () => {
		const tail = sent(new ChatEncoder(openrouter).finish({ ...bill, sandbox: true }));
		expect(tail.map(({ data }) => data.sandbox)).toEqual([undefined, true, undefined]);
	});
});
