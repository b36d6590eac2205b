import { expect, test } from "vitest";
import { slugOf } from "./slug-of.ts";

test("the source's canonical id is the slug, in lower case", () => {
	expect(slugOf("together", "MiniMaxAI/MiniMax-M2.7", "minimax/MiniMax-M2.7")).toBe("minimax/minimax-m2.7");
});

test("an alias comes before the canonical id and before the rule", () => {
	expect(slugOf("openrouter", "openai/gpt-5.6-sol-pro", "openai/gpt-5.6-sol")).toBe("openai/gpt-5.6-sol-pro");
	expect(slugOf("groq", "llama-3.3-70b-versatile", undefined)).toBe("meta/llama-3.3-70b-instruct");
});

test("without either, the author's one name and the id in lower case are the slug", () => {
	expect(slugOf("deepinfra", "deepseek-ai/DeepSeek-V3.2", undefined)).toBe("deepseek/deepseek-v3.2");
	expect(slugOf("openrouter", "z-ai/glm-4.7", undefined)).toBe("zhipuai/glm-4.7");
	expect(slugOf("openai", "gpt-4o", undefined)).toBe("openai/gpt-4o");
});

test("a variant is a model of its own", () => {
	expect(slugOf("openrouter", "qwen/qwen3.8-27b:free", "alibaba/qwen3.8-27b")).toBe("alibaba/qwen3.8-27b:free");
});

test("a host's id without an author needs an alias: nothing is guessed", () => {
	expect(() => slugOf("groq", "some-new-model", undefined)).toThrow(/needs an alias/);
});
