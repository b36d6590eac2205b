import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { call } from "../examples.fixture.ts";
import { inputTokensAtLeast } from "./input-tokens-at-least.ts";
import { inputTokensBound } from "./input-tokens-bound.ts";
import { outputTokensBound } from "./output-tokens-bound.ts";

const NONE = { inlineImages: 0, remote: 0, inlineFiles: 0 };

describe("the most input tokens", () => {
	test("are the bytes of the body and 64 for each message", () => {
		expect(inputTokensBound(call({ inputCount: 3 }, "x".repeat(100)), 10_000)).toBe(100 + 3 * 64);
	});

	test("count bytes, not characters", () => {
		expect(inputTokensBound(call({ inputCount: 0 }, "字".repeat(10)), 10_000)).toBe(30);
	});

	test("have 1,024 more with tools", () => {
		expect(inputTokensBound(call({ inputCount: 0, tools: true }, "x"), 10_000)).toBe(1_025);
	});

	test("are never more than the context", () => {
		expect(inputTokensBound(call({}, "x".repeat(100)), 50)).toBe(50);
	});

	test("take images by the table, in place of their bytes where those are counted", () => {
		const text = "x".repeat(5_000);
		const image = { ...NONE, inlineImages: 1 };
		expect(inputTokensBound(call({ inputCount: 0, media: image }, text), 100_000)).toBe(5_000 + 8_192);
		const counted = { ...image, inlineBytes: 4_900 };
		expect(inputTokensBound(call({ inputCount: 0, media: counted }, text), 100_000)).toBe(100 + 8_192);
	});

	test("are the whole context with media of unknown size", () => {
		expect(inputTokensBound(call({ media: { ...NONE, remote: 1 } }), 100_000)).toBe(100_000);
		expect(inputTokensBound(call({ media: { ...NONE, inlineFiles: 1 } }), 100_000)).toBe(100_000);
	});

	test("of embeddings may fill the context with each input", () => {
		const many = call({ format: "embeddings", inputCount: 4 }, "x".repeat(1_000));
		expect(inputTokensBound(many, 200)).toBe(800);
		expect(inputTokensBound(many, 2_000)).toBe(1_000 + 4 * 64);
	});

	test("are never below the least", () => {
		fc.assert(
			fc.property(fc.string(), fc.nat(1_000), (text, context) => {
				const asked = call({}, text);
				return Math.min(context, inputTokensAtLeast(asked, context)) <= inputTokensBound(asked, context);
			}),
		);
	});

	test("never shrink as the body or the context grow", () => {
		fc.assert(
			fc.property(fc.nat(5_000), fc.nat(5_000), fc.nat(100), (bytes, context, more) => {
				const bound = (length: number, limit: number) => inputTokensBound(call({}, "x".repeat(length)), limit);
				return (
					bound(bytes, context) <= bound(bytes + more, context) && bound(bytes, context) <= bound(bytes, context + more)
				);
			}),
		);
	});
});

describe("the least input tokens", () => {
	test("are a sixth of the characters", () => {
		expect(inputTokensAtLeast(call({}, "x".repeat(6_000)), 100)).toBe(1_000);
	});

	test("count an escape as the one character it is", () => {
		expect(inputTokensAtLeast(call({}, "\\u4f60".repeat(6_000)), 100)).toBe(1_000);
	});

	test("are unknown with media in the body", () => {
		expect(inputTokensAtLeast(call({ media: { ...NONE, inlineImages: 1 } }, "x".repeat(6_000)), 100)).toBe(0);
	});
});

describe("the most output tokens", () => {
	test("are what the caller allows, and never more than the endpoint writes", () => {
		expect(outputTokensBound(call({ maxOutputTokens: 10 }), 100)).toBe(10);
		expect(outputTokensBound(call({ maxOutputTokens: 1_000 }), 100)).toBe(100);
		expect(outputTokensBound(call(), 100)).toBe(100);
	});

	test("are so many for each choice", () => {
		expect(outputTokensBound(call({ maxOutputTokens: 10, choices: 3 }), 100)).toBe(30);
	});

	test("are none for an embedding", () => {
		expect(outputTokensBound(call({ format: "embeddings" }), 100)).toBe(0);
	});
});
