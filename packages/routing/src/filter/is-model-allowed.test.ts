import { expect, test } from "vitest";
import { isModelAllowed } from "./is-model-allowed.ts";

test("no list allows every model, an empty one none", () => {
	expect(isModelAllowed(undefined, "openai/gpt-5.5")).toBe(true);
	expect(isModelAllowed([], "openai/gpt-5.5")).toBe(false);
});

test("a slug allows that model alone, in any case", () => {
	expect(isModelAllowed(["OpenAI/gpt-5.5"], "openai/GPT-5.5")).toBe(true);
	expect(isModelAllowed(["openai/gpt-5.5"], "openai/gpt-5.5-mini")).toBe(false);
});

test("an author's star allows all models of that author alone", () => {
	expect(isModelAllowed(["openai/*"], "openai/gpt-5.5")).toBe(true);
	expect(isModelAllowed(["openai/*"], "openai-labs/gpt-5.5")).toBe(false);
	expect(isModelAllowed(["openai/*"], "anthropic/claude-sonnet-5")).toBe(false);
});
