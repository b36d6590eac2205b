import { describe, expect, test } from "vitest";
import { mergeUsage, readPromptUsage, readUsage } from "./read-usage.ts";

describe("readUsage", () => {
	test("input leaves cached tokens out already", () => {
		expect(readUsage({ input_tokens: 10, output_tokens: 5, cache_read_input_tokens: 100 })).toEqual({
			input: 10,
			cache_read: 100,
			output: 5,
		});
	});

	test("an explicit zero is zero", () => {
		expect(readUsage({ input_tokens: 0, output_tokens: 0 })).toEqual({ input: 0, output: 0 });
	});

	test("writes without a split live five minutes; the hour's part is told apart", () => {
		expect(readUsage({ input_tokens: 1, output_tokens: 1, cache_creation_input_tokens: 30 })).toMatchObject({
			cache_write_5m: 30,
		});
		const split = { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 30 };
		const all = readUsage({
			input_tokens: 1,
			output_tokens: 1,
			cache_creation_input_tokens: 30,
			cache_creation: split,
		});
		expect(all).toEqual({ input: 1, cache_write_1h: 30, output: 1 });
		const unsaid = readUsage({ input_tokens: 1, output_tokens: 1, cache_creation: split });
		expect(unsaid).toEqual({ input: 1, cache_write_1h: 30, output: 1 });
	});

	test("searches are counted", () => {
		const usage = {
			input_tokens: 1,
			output_tokens: 1,
			server_tool_use: { web_search_requests: 2, web_fetch_requests: 1 },
		};
		expect(readUsage(usage)).toEqual({ input: 1, output: 1, web_search: 2 });
	});

	test("compaction and advice, which the top level leaves out, are added", () => {
		const iterations = [
			{ type: "message", input_tokens: 10, output_tokens: 5 },
			{ type: "compaction", input_tokens: 1_000, output_tokens: 50 },
			{ type: "advisor_message", input_tokens: 7, output_tokens: 3, cache_read_input_tokens: 2 },
		];
		expect(readUsage({ input_tokens: 10, output_tokens: 5, iterations })).toEqual({
			input: 1_017,
			output: 58,
			cache_read: 2,
		});
	});

	test.each([
		["no output", { input_tokens: 3 }],
		["no input", { output_tokens: 3 }],
		["a negative count", { input_tokens: 3, output_tokens: -3 }],
		["more thinking than output", { input_tokens: 3, output_tokens: 3, output_tokens_details: { thinking_tokens: 4 } }],
		[
			"a longer part than the whole",
			{
				input_tokens: 3,
				output_tokens: 3,
				cache_creation_input_tokens: 1,
				cache_creation: { ephemeral_1h_input_tokens: 2 },
			},
		],
	])("%s makes it as if none had come", (_, usage) => {
		expect(readUsage(usage)).toBeUndefined();
	});
});

test("a later count replaces an earlier one, and null says nothing new", () => {
	const start = { input_tokens: 10, output_tokens: 1, cache_read_input_tokens: 4 };
	const delta = { input_tokens: null, output_tokens: 50, cache_read_input_tokens: 6 };
	expect(readUsage(mergeUsage(start, delta))).toEqual({ input: 10, cache_read: 6, output: 50 });
});

test("the prompt is known before the answer", () => {
	expect(readPromptUsage({ input_tokens: 10, output_tokens: 1 })).toEqual({ input: 10 });
	expect(readPromptUsage({ input_tokens: "x" })).toBeUndefined();
});
