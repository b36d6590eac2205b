import { describe, expect, test } from "vitest";
import { readDirectives } from "./directives.ts";

const NONE = { fail: undefined, dieAfter: undefined, slowMs: 0, tools: [], reason: "", json: false, tokens: undefined };

describe("readDirectives", () => {
	test("a plain message has none, and stays as it is", () => {
		expect(readDirectives("  hi  ")).toEqual({ ...NONE, text: "  hi  " });
	});

	test.each([
		["[[fail:503]]", { fail: { status: 503, retryAfter: undefined, code: undefined } }],
		["[[fail:429 retry-after=2]]", { fail: { status: 429, retryAfter: "2", code: undefined } }],
		[
			"[[fail:400 code=context_length_exceeded]]",
			{ fail: { status: 400, retryAfter: undefined, code: "context_length_exceeded" } },
		],
		["[[die-after:5]]", { dieAfter: 5 }],
		["[[slow:200ms]]", { slowMs: 200 }],
		["[[tokens:500]]", { tokens: 500 }],
		["[[json]]", { json: true }],
		["[[reason:because of this]]", { reason: "because of this" }],
		["[[tool:now]]", { tools: [{ name: "now", argumentsJson: "{}" }] }],
		['[[tool:look {"a":[[1]],"b":"]]"}]]', { tools: [{ name: "look", argumentsJson: '{"a":[[1]],"b":"]]"}' }] }],
	])("%s is understood", (message, read) => {
		expect(readDirectives(message)).toEqual({ ...NONE, ...read, text: "" });
	});

	test("directives leave the text around them", () => {
		expect(readDirectives("one [[slow:5ms]]two[[json]] three ")).toMatchObject({
			text: "one two three",
			slowMs: 5,
			json: true,
		});
		const two = readDirectives('[[tool:a {"x":1}]][[tool:b]] go');
		expect(two.tools.map((tool) => tool.name)).toEqual(["a", "b"]);
		expect(two.text).toBe("go");
	});

	test.each([
		"[[fail:200]]",
		"[[tokens:many]]",
		"[[slow:5s]]",
		"[[unknown:1]]",
		"[[tool:x {bad}]]",
		"[[die-after:5",
		"a[[1]]b",
	])("%s only looks like one, and stays text", (message) => {
		expect(readDirectives(message)).toEqual({ ...NONE, text: message });
	});
});
