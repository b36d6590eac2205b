import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frameKind } from "./frame-kind.ts";

describe("frameKind", () => {
	test.each([
		[": keep-alive", "comment"],
		["event: x", "comment"],
		["data: [DONE]", "done"],
		["data:[DONE]", "done"],
		['data: {"error":{"message":"x"}}', "error"],
		['data: {"choices":[{"finish_reason":"error"}],"error" : {"code":1}}', "error"],
		['data: {"choices":[{"delta":{"error":{}},"finish_reason":null}]}', "content"],
		['data: {"choices":[{"finish_reason":"stop"}]}', "finish"],
		['data: {"choices":[{"finish_reason" :\t"stop"}]}', "finish"],
		['data: {"choices":[{"finish_reason":null}],"usage":null}', "content"],
		['data: {"choices":[],"usage":{"a":1}}', "usage"],
		['data: {"choices": [ ], "usage": {"a":1}}', "usage"],
		['data: {"choices":null,"usage":{"a":1}}', "usage"],
		['data: {"choices":[{"delta":{"content":"x"}}],"usage":{"a":1}}', "content"],
		['data: {"choices":[{"delta":{"content":"usage"}}]}', "content"],
	])("takes %s for %s", (frame, kind) => {
		expect(frameKind(frame)).toBe(kind);
	});

	test("is never fooled by what a model says", () => {
		const words = fc.array(
			fc.constantFrom('"finish_reason":"stop"', '"usage":{', '"error":{', "[DONE]", "\\", '"', "x"),
		);
		fc.assert(
			fc.property(words, (said) => {
				const chunk = { choices: [{ index: 0, delta: { content: said.join("") }, finish_reason: null }] };
				expect(frameKind(`data: ${JSON.stringify(chunk)}`)).toBe("content");
			}),
		);
	});
});
