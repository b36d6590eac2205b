import { describe, expect, test } from "vitest";
import { bill, identity, openrouter } from "../answer/frames.fixture.ts";
import type { CanonicalEvent } from "../canonical/event.ts";
import { readBodyText } from "../json/read-body.ts";
import { stampChatAnswer } from "./stamp-answer.ts";
import { writeChatAnswer } from "./write-answer.ts";

const events: readonly CanonicalEvent[] = [
	{ type: "start", id: "up", model: "m" },
	{ type: "reasoning", choice: 0, text: "Let me " },
	{ type: "reasoning", choice: 0, text: "think" },
	{ type: "reasoning_signature", choice: 0, signature: "sig" },
	{ type: "redacted_reasoning", choice: 0, data: "enc" },
	{ type: "text", choice: 0, text: "Hello" },
	{ type: "tool_call", choice: 0, call: 0, id: "c1", name: "f" },
	{ type: "tool_arguments", choice: 0, call: 0, json: '{"a":1}' },
	{ type: "finish", choice: 0, reason: "tool_calls", nativeReason: "tool_use" },
	{ type: "end" },
];
const details = [
	{ type: "reasoning.text", text: "Let me think", signature: "sig", index: 0 },
	{ type: "reasoning.encrypted", data: "enc", index: 1 },
];
const calls = [{ id: "c1", type: "function", function: { name: "f", arguments: '{"a":1}' } }];

function body(text: string) {
	const read = readBodyText(text, text.length);
	if (read === undefined) throw new Error("not a body");
	return read;
}

describe("writeChatAnswer", () => {
	test("writes OpenAI's ChatCompletion on /v1", () => {
		expect(JSON.parse(writeChatAnswer(events, identity, bill))).toEqual({
			id: "chatcmpl-0197",
			object: "chat.completion",
			created: 1_800_000_000,
			model: "openai/gpt-5.5",
			choices: [
				{
					index: 0,
					message: {
						role: "assistant",
						content: "Hello",
						refusal: null,
						reasoning_content: "Let me think",
						reasoning_details: details,
						tool_calls: calls,
					},
					logprobs: null,
					finish_reason: "tool_calls",
				},
			],
			usage: expect.objectContaining({ total_tokens: 21, cost: 0.001234567, cost_usd: "0.001234567" }),
		});
	});

	test("writes OpenRouter's ChatResult on /api/v1", () => {
		expect(JSON.parse(writeChatAnswer(events, openrouter, bill))).toMatchObject({
			id: "gen_0197",
			provider: "OpenAI",
			system_fingerprint: null,
			choices: [
				{
					message: { reasoning: "Let me think", reasoning_details: details, tool_calls: calls },
					finish_reason: "tool_calls",
					native_finish_reason: "tool_use",
				},
			],
			usage: { cost: 0.001234567, is_byok: false },
		});
	});

	test("gives content null beside tool calls alone, and empty text for an answer without any", () => {
		const content = (list: readonly CanonicalEvent[]) =>
			JSON.parse(writeChatAnswer(list, identity, bill)).choices[0].message.content;
		expect(content(events.filter(({ type }) => type !== "text"))).toBeNull();
		expect(content([{ type: "refusal", choice: 0, text: "No." }])).toBeNull();
		expect(content([])).toBe("");
	});

	test("orders choices by their index", () => {
		const text = (choice: number): CanonicalEvent => ({ type: "text", choice, text: `${choice}` });
		const { choices } = JSON.parse(writeChatAnswer([text(1), text(0)], identity, bill));
		expect(choices.map((choice: { index: number }) => choice.index)).toEqual([0, 1]);
	});
});

describe("stampChatAnswer", () => {
	const text = `{ "id":"up", "choices":[{"index":0,"message":{"role":"assistant","content":"x","reasoning_content":"r"},"finish_reason":"stop"}],\n "usage":{"prompt_tokens":1, "odd":1.50},"z":1e0 }`;

	test("on /v1 adds the cost and leaves every other byte alone", () => {
		const added = text.replace('"odd":1.50', '"odd":1.50,"cost":0.001234567,"cost_usd":"0.001234567"');
		expect(stampChatAnswer(body(text), identity, bill)).toBe(added);
	});

	test("on /v1 writes the whole usage where the upstream sent none or null", () => {
		for (const bare of ['{"id":"up"}', '{"id":"up","usage":null}']) {
			expect(JSON.parse(stampChatAnswer(body(bare), identity, bill))).toMatchObject({
				id: "up",
				usage: { prompt_tokens: 12, completion_tokens: 9, cost_usd: "0.001234567" },
			});
		}
	});

	test("says sandbox where the bill does", () => {
		expect(JSON.parse(stampChatAnswer(body(text), identity, { ...bill, sandbox: true })).sandbox).toBe(true);
	});

	test("on /api/v1 makes it what OpenRouter's schema takes", () => {
		const answer = JSON.parse(stampChatAnswer(body(text), openrouter, bill));
		expect(answer).toMatchObject({
			id: "gen_0197",
			object: "chat.completion",
			created: 1_800_000_000,
			model: "openai/gpt-5.5",
			provider: "OpenAI",
			system_fingerprint: null,
			z: 1,
			usage: { prompt_tokens: 12, cost: 0.001234567, is_byok: false },
		});
		expect(answer.choices).toEqual([
			{
				index: 0,
				message: { role: "assistant", content: "x", reasoning: "r" },
				finish_reason: "stop",
				native_finish_reason: "stop",
			},
		]);
	});
});
