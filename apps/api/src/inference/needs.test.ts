import { nanoUsd, picoUsdPerUnit } from "@turnpike/money";
import { describe, expect, it } from "vitest";
import { aCall, anAttempt, INPUT_NANO, INPUT_TOKENS, NANO_PER_OUTPUT_TOKEN } from "./examples.fixture.ts";
import { affordableTokens, mostAffordableTokens, needOf, priceOfMore } from "./needs.ts";

const amountFor = (tokens: number) => INPUT_NANO + BigInt(tokens) * NANO_PER_OUTPUT_TOKEN;
const reasoning = { model: { reasoning: true } };

describe("what a call needs set aside", () => {
	it("is all it can cost where it is not streamed", () => {
		const need = needOf(aCall(), anAttempt("openai"));
		expect(need).toMatchObject({ inputTokens: INPUT_TOKENS, outputTokens: 10_000, heldTokens: 10_000 });
		expect(need.amount).toBe(amountFor(10_000));
	});

	it("is the input and the first 4,096 tokens of a stream", () => {
		const need = needOf(aCall({ stream: true }), anAttempt("openai"));
		expect(need).toMatchObject({ outputTokens: 10_000, heldTokens: 4_096 });
		expect(need.amount).toBe(amountFor(4_096));
	});

	it("is all a stream can cost where the model may reason unseen", () => {
		expect(needOf(aCall({ stream: true }), anAttempt("openai", "10", reasoning)).heldTokens).toBe(10_000);
	});

	it("is bounded by what the caller asked for, over all choices, and by the limit given", () => {
		const call = aCall({ maxOutputTokens: 500, choices: 3 });
		expect(needOf(call, anAttempt("openai")).heldTokens).toBe(1_500);
		expect(needOf(call, anAttempt("openai"), 1_200).heldTokens).toBe(1_200);
		expect(needOf(aCall({ maxOutputTokens: 99_999 }), anAttempt("openai")).heldTokens).toBe(10_000);
	});

	it("is the input alone for an embedding", () => {
		expect(needOf(aCall({ format: "embeddings" }), anAttempt("openai")).amount).toBe(INPUT_NANO);
	});

	it("is rounded up, so that the hold covers any charge", () => {
		const base = { input: picoUsdPerUnit(1n), output: picoUsdPerUnit(1n) };
		expect(needOf(aCall({ maxOutputTokens: 1 }), anAttempt("openai", "10", { prices: base })).amount).toBe(1n);
	});
});

describe("more tokens", () => {
	it("cost what the larger hold costs beyond the smaller one", () => {
		const need = needOf(aCall({ stream: true }), anAttempt("openai"));
		expect(priceOfMore(need, 4_096, 1_000)).toBe(1_000n * NANO_PER_OUTPUT_TOKEN);
		expect(need.amount + priceOfMore(need, 4_096, 5_904)).toBe(amountFor(10_000));
	});
});

describe("the tokens that funds pay for", () => {
	const need = needOf(aCall(), anAttempt("openai"));

	it("are those that fit beside the input, to the token", () => {
		expect(affordableTokens(need, nanoUsd(amountFor(2_000)))).toBe(2_000);
		expect(affordableTokens(need, nanoUsd(amountFor(2_000) - 1n))).toBe(1_999);
		expect(affordableTokens(need, nanoUsd(INPUT_NANO))).toBe(0);
	});

	it("are below zero where the input alone is too dear", () => {
		expect(affordableTokens(need, nanoUsd(INPUT_NANO - 1n))).toBe(-1);
	});

	it("can be held with those funds, for any funds", () => {
		for (let funds = INPUT_NANO; funds < amountFor(10_000); funds += 777_777n) {
			const tokens = affordableTokens(need, nanoUsd(funds));
			expect(needOf(aCall({ maxOutputTokens: tokens }), need.attempt).amount).toBeLessThanOrEqual(funds);
		}
	});

	it("are all where output costs nothing", () => {
		const free = needOf(aCall(), anAttempt("free", "0"));
		expect(affordableTokens(free, nanoUsd(INPUT_NANO))).toBe(10_000);
	});

	it("are counted at the endpoint that gives the most of them, never more than it can make nor less than none", () => {
		const needs = [needOf(aCall(), anAttempt("dear", "20")), need];
		expect(mostAffordableTokens(needs, nanoUsd(amountFor(2_000)))).toBe(2_000);
		expect(mostAffordableTokens(needs, nanoUsd(amountFor(50_000)))).toBe(10_000);
		expect(mostAffordableTokens(needs, nanoUsd(0n))).toBe(0);
	});
});
