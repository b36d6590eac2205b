import { expect, test } from "vitest";
import { parametersOf } from "./parameters-of.ts";

test("a model without features takes a bound and nothing else", () => {
	expect(parametersOf("openai", [])).toEqual(["max_completion_tokens", "max_tokens"]);
});

test("each feature brings its parameters", () => {
	expect(parametersOf("together", ["tools"])).toEqual(expect.arrayContaining(["tools", "tool_choice"]));
	expect(parametersOf("openai", ["structured_outputs"])).toContain("response_format");
	expect(parametersOf("openai", ["reasoning", "effort"])).toEqual(
		expect.arrayContaining(["reasoning", "include_reasoning", "reasoning_effort"]),
	);
});

test("a model whose sampling is fixed takes none of the provider's sampling parameters", () => {
	for (const name of ["temperature", "top_p", "seed", "logprobs"]) {
		expect(parametersOf("openai", ["tools", "reasoning"])).not.toContain(name);
		expect(parametersOf("openai", ["sampling"])).toContain(name);
	}
});

test("a provider's own list decides beyond that", () => {
	expect(parametersOf("anthropic", ["sampling"])).not.toContain("seed");
	expect(parametersOf("deepinfra", ["sampling"])).toContain("min_p");
	expect(parametersOf("anthropic", ["tools"])).not.toContain("parallel_tool_calls");
	expect(parametersOf("groq", ["tools"])).toContain("parallel_tool_calls");
});

test("names are sorted and there once", () => {
	const names = parametersOf("openrouter", ["tools", "structured_outputs", "reasoning", "effort", "sampling"]);
	expect(names).toEqual([...new Set(names)].sort());
});
