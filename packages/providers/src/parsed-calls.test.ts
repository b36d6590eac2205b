import { parseChat } from "@turnpike/wire";
import { describe, expect, test } from "vitest";
import { makeTarget } from "../fixtures/make-call.ts";
import { rawBody } from "../fixtures/open.ts";
import { dialectOf } from "./dialect-of.ts";

const WEATHER = {
	model: "any/model",
	max_tokens: 300,
	messages: [
		{ role: "system", content: "Be brief." },
		{ role: "user", content: "Weather in Paris and Rome?" },
		{
			role: "assistant",
			content: null,
			tool_calls: [
				{ id: "c1", type: "function", function: { name: "get", arguments: '{"city":"Paris"}' } },
				{ id: "c2", type: "function", function: { name: "get", arguments: '{"city":"Rome"}' } },
			],
		},
		{ role: "tool", tool_call_id: "c1", content: "sunny" },
		{ role: "tool", tool_call_id: "c2", content: "rain" },
	],
	tools: [{ type: "function", function: { name: "get", parameters: { type: "object", properties: {} } } }],
};

describe("a chat call as the door reads it", () => {
	const call = parseChat(rawBody(JSON.stringify(WEATHER)), "native");

	test("reaches Anthropic as one turn of calls and one of results", () => {
		const target = makeTarget("anthropic", { providerModelId: "claude-opus-5-5" });
		expect(JSON.parse(dialectOf(target.vendor).translate(call, target).body)).toEqual({
			model: "claude-opus-5-5",
			max_tokens: 300,
			system: [{ type: "text", text: "Be brief." }],
			messages: [
				{ role: "user", content: [{ type: "text", text: "Weather in Paris and Rome?" }] },
				{
					role: "assistant",
					content: [
						{ type: "tool_use", id: "c1", name: "get", input: { city: "Paris" } },
						{ type: "tool_use", id: "c2", name: "get", input: { city: "Rome" } },
					],
				},
				{
					role: "user",
					content: [
						{ type: "tool_result", tool_use_id: "c1", content: [{ type: "text", text: "sunny" }] },
						{ type: "tool_result", tool_use_id: "c2", content: [{ type: "text", text: "rain" }] },
					],
				},
			],
			tools: [{ name: "get", input_schema: { type: "object", properties: {} } }],
		});
	});

	test("said again as a chat call means the same", () => {
		const target = makeTarget("deepseek");
		const said = JSON.parse(dialectOf(target.vendor).translate(call, target).body);
		expect(said).toEqual({ ...WEATHER, model: "provider-model" });
	});

	test("reaches its own dialect with nothing but the model changed", () => {
		const target = makeTarget("deepseek");
		expect(JSON.parse(dialectOf(target.vendor).forward(call, target).body)).toEqual({
			...WEATHER,
			model: "provider-model",
		});
	});
});
