import { parseUsdPerMillion } from "@turnpike/money";
import { expect, test } from "vitest";
import { fillChatPrices, fillEmbeddingPrices } from "./fill-prices.ts";
import type { StatedPrices } from "./seed-schema.ts";

function stated(
	prices: Record<"input" | "output", string> & Partial<Record<keyof StatedPrices, string>>,
): StatedPrices {
	const { input, output, ...others } = prices;
	const parsed = Object.entries(others).map(([name, text]) => [name, parseUsdPerMillion(text)]);
	return { input: parseUsdPerMillion(input), output: parseUsdPerMillion(output), ...Object.fromEntries(parsed) };
}

test("what is stated is taken as it is", () => {
	const all = { input: "4", output: "20", reasoning: "30", cache_read: "0.4", cache_write: "5" };
	expect(fillChatPrices(stated(all), "openai")).toEqual({
		input: 4_000_000n,
		cache_read: 400_000n,
		cache_write_5m: 5_000_000n,
		cache_write_1h: 5_000_000n,
		output: 20_000_000n,
		reasoning: 30_000_000n,
		input_image: 4_000_000n,
		request: 0n,
	});
});

test("what is not stated is billed as plain input or output", () => {
	const prices = fillChatPrices(stated({ input: "4", output: "20" }), "openai");
	expect(prices).toMatchObject({ cache_read: 4_000_000n, cache_write_5m: 4_000_000n, cache_write_1h: 4_000_000n });
	expect(prices.reasoning).toBe(20_000_000n);
});

test("an hour in Anthropic's cache costs twice the input, whatever five minutes cost", () => {
	expect(fillChatPrices(stated({ input: "3", output: "15", cache_write: "3.75" }), "anthropic")).toMatchObject({
		cache_write_5m: 3_750_000n,
		cache_write_1h: 6_000_000n,
	});
});

test("a write cheaper than input is a fee on top of it", () => {
	const prices = fillChatPrices(stated({ input: "1.25", output: "10", cache_write: "0.375" }), "google");
	expect(prices).toMatchObject({ cache_write_5m: 1_625_000n, cache_write_1h: 1_625_000n });
});

test("audio, media output and searches stay unpriced", () => {
	const prices = fillChatPrices(stated({ input: "1", output: "2" }), "openai");
	for (const name of ["input_audio", "output_audio", "output_image", "web_search"])
		expect(prices).not.toHaveProperty(name);
});

test("an embedding has input, output and the request, and nothing else", () => {
	expect(fillEmbeddingPrices(stated({ input: "0.02", output: "0" }))).toEqual({
		input: 20_000n,
		output: 0n,
		request: 0n,
	});
});
