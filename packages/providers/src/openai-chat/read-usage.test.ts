import { completionTokens, promptTokens } from "@turnpike/wire";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { vendor } from "../../fixtures/make-call.ts";
import { findUsage, readUsage } from "./read-usage.ts";

const openai = vendor("openai");
const xai = vendor("xai");

describe("readUsage", () => {
	test("an explicit zero is zero, not nothing", () => {
		expect(readUsage({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }, openai)).toEqual({
			input: 0,
			output: 0,
		});
	});

	test("null details are details that were not sent", () => {
		const usage = {
			prompt_tokens: 5,
			completion_tokens: 2,
			prompt_tokens_details: null,
			completion_tokens_details: null,
		};
		expect(readUsage(usage, openai)).toEqual({ input: 5, output: 2 });
	});

	test.each([
		["no prompt count", { completion_tokens: 5 }],
		["a negative count", { prompt_tokens: -1, completion_tokens: 5 }],
		["a fraction", { prompt_tokens: 1.5, completion_tokens: 5 }],
		["a text", { prompt_tokens: "12", completion_tokens: 5 }],
		["more than can be counted", { prompt_tokens: 2 ** 60, completion_tokens: 5 }],
		[
			"more cached than prompt",
			{ prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 11 } },
		],
		[
			"more cached and written than prompt",
			{ prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 6, cache_write_tokens: 6 } },
		],
		[
			"more reasoning than completion inside it",
			{ prompt_tokens: 10, completion_tokens: 5, completion_tokens_details: { reasoning_tokens: 6 } },
		],
		["a negative detail", { prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: { cached_tokens: -2 } }],
	])("%s makes it as if none had come", (_, usage) => {
		expect(readUsage(usage, openai)).toBeUndefined();
	});

	test("audio is taken out of prompt and completion", () => {
		const usage = {
			prompt_tokens: 100,
			completion_tokens: 50,
			prompt_tokens_details: { audio_tokens: 60, cached_tokens: 10 },
			completion_tokens_details: { audio_tokens: 30, reasoning_tokens: 5 },
		};
		expect(readUsage(usage, openai)).toEqual({
			input: 30,
			cache_read: 10,
			input_audio: 60,
			output: 15,
			reasoning: 5,
			output_audio: 30,
		});
	});

	test("audio that was cached counts as cached, once", () => {
		const details = { audio_tokens: 60, cached_tokens: 80 };
		const usage = { prompt_tokens: 100, completion_tokens: 1, prompt_tokens_details: details };
		expect(readUsage(usage, openai)).toEqual({ input: 0, cache_read: 80, input_audio: 20, output: 1 });
	});

	test("the total shows whether reasoning is inside; the row decides where it does not", () => {
		const details = { completion_tokens_details: { reasoning_tokens: 4 } };
		const inside = { input: 10, output: 6, reasoning: 4 };
		const beside = { input: 10, output: 10, reasoning: 4 };
		const counts = { prompt_tokens: 10, completion_tokens: 10, ...details };
		for (const row of [openai, xai]) {
			expect(readUsage({ ...counts, total_tokens: 20 }, row)).toEqual(inside);
			expect(readUsage({ ...counts, total_tokens: 24 }, row)).toEqual(beside);
		}
		expect(readUsage(counts, openai)).toEqual(inside);
		expect(readUsage(counts, xai)).toEqual(beside);
	});

	test("classes are disjoint: they add up to what the provider counted", () => {
		const count = fc.nat(100_000);
		fc.assert(
			fc.property(count, count, count, count, count, count, (fresh, cached, written, text, reasoning, audio) => {
				const prompt = fresh + cached + written;
				const completion = text + reasoning + audio;
				const usage = readUsage(
					{
						prompt_tokens: prompt,
						completion_tokens: completion,
						total_tokens: prompt + completion,
						prompt_tokens_details: { cached_tokens: cached, cache_write_tokens: written },
						completion_tokens_details: { reasoning_tokens: reasoning, audio_tokens: audio },
					},
					openai,
				);
				expect(usage).toBeDefined();
				expect(promptTokens(usage ?? {})).toBe(prompt);
				expect(completionTokens(usage ?? {})).toBe(completion);
			}),
		);
	});
});

describe("findUsage", () => {
	test("looks where the vendor puts it", () => {
		const usage = { prompt_tokens: 1 };
		expect(findUsage({ x_groq: { usage } }, vendor("groq"))).toBe(usage);
		expect(findUsage({ x_groq: { usage } }, openai)).toBeUndefined();
		expect(findUsage({ usage: null }, openai)).toBeUndefined();
	});

	test("a provider with cached tokens at the top of its usage is a row, not code", () => {
		const moonshot = { ...openai, usagePaths: [["usage"], ["choice", "usage"]], cachedTokenPaths: [["cached_tokens"]] };
		const usage = { prompt_tokens: 9, completion_tokens: 1, cached_tokens: 4 };
		expect(readUsage(findUsage({ choice: { usage } }, moonshot) ?? {}, moonshot)).toEqual({
			input: 5,
			cache_read: 4,
			output: 1,
		});
	});
});
