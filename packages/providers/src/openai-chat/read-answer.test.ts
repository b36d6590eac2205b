import { describe, expect, test } from "vitest";
import { vendor } from "../../fixtures/make-call.ts";
import { rawBody } from "../../fixtures/open.ts";
import { openaiChat } from "./dialect.ts";

const dialect = openaiChat(vendor("openai"));
const read = (value: unknown) => dialect.readAnswer(rawBody(JSON.stringify(value)), "chat");

describe("readAnswer", () => {
	test("an error with a good status is a failure, wherever it stands", () => {
		expect(read({ error: { message: "no", code: 503 } }).failure).toMatchObject({ kind: "unavailable", status: 503 });
		const choice = { error: { code: 429, message: "busy" }, message: { content: "" }, finish_reason: "error" };
		expect(read({ choices: [choice] }).failure).toMatchObject({ kind: "rate_limited" });
		expect(read({ error: "no" }).failure).toMatchObject({ message: "no" });
	});

	test("something that is no answer is malformed", () => {
		expect(read({ hello: "world" }).failure).toMatchObject({ kind: "malformed" });
		expect(dialect.readAnswer(rawBody("{}"), "embeddings").failure).toMatchObject({ kind: "malformed" });
	});

	test("an answer of nothing has no content", () => {
		const reading = read({
			choices: [{ message: { role: "assistant", content: null }, finish_reason: "stop" }],
			error: null,
		});
		expect(reading).toEqual({ contentLength: 0, finishReason: "stop", usage: undefined, upstreamId: undefined });
	});

	test("every choice counts", () => {
		const choices = [{ message: { content: "ab" } }, { message: { content: "cde", refusal: "f" } }];
		expect(read({ choices }).contentLength).toBe(6);
	});

	test("older and custom calls are content", () => {
		const old = { content: null, function_call: { name: "add", arguments: "{}" } };
		expect(read({ choices: [{ message: old, finish_reason: "function_call" }] }).contentLength).toBe(5);
		const custom = { content: null, tool_calls: [{ id: "c", type: "custom", custom: { name: "run", input: "ls" } }] };
		expect(read({ choices: [{ message: custom }] }).contentLength).toBe(5);
	});

	test("no vectors are no content", () => {
		expect(dialect.readAnswer(rawBody('{"data":[]}'), "embeddings").contentLength).toBe(0);
	});
});

describe("decodeAnswer", () => {
	test("tools called with the word stop are tools called", () => {
		const message = { content: null, tool_calls: [{ id: "", function: { name: "f", arguments: { a: 1 } } }] };
		const events = dialect.decodeAnswer(
			rawBody(JSON.stringify({ choices: [{ message, finish_reason: "stop" }] })),
			"chat",
		);
		expect(events.slice(1)).toEqual([
			{ type: "tool_call", choice: 0, call: 0, id: "call_0_0", name: "f" },
			{ type: "tool_arguments", choice: 0, call: 0, json: '{"a":1}' },
			{ type: "finish", choice: 0, reason: "tool_calls", nativeReason: "stop" },
			{ type: "end" },
		]);
	});

	test("an error is the only event", () => {
		const events = dialect.decodeAnswer(rawBody('{"error":{"message":"no","code":500}}'), "chat");
		expect(events.map((event) => event.type)).toEqual(["error"]);
	});
});

describe("decoder", () => {
	const decode = (...deltas: unknown[]) => {
		const decoder = dialect.decoder();
		return deltas
			.flatMap((delta) => decoder.decode(`data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}`))
			.slice(1);
	};

	test("calls that a server all numbers 0 are told apart by their ids", () => {
		const call = (id: string) => ({ tool_calls: [{ index: 0, id, function: { name: "f", arguments: "{}" } }] });
		expect(decode(call("a"), call("b")).filter((event) => event.type === "tool_call")).toEqual([
			{ type: "tool_call", choice: 0, call: 0, id: "a", name: "f" },
			{ type: "tool_call", choice: 0, call: 1, id: "b", name: "f" },
		]);
	});

	test("pieces without a number belong to the last call", () => {
		const events = decode(
			{ tool_calls: [{ id: "a", function: { name: "f", arguments: "" } }] },
			{ tool_calls: [{ function: { arguments: "{}" } }] },
		);
		expect(events).toContainEqual({ type: "tool_arguments", choice: 0, call: 0, json: "{}" });
	});

	test("a call repeated with the same id goes on", () => {
		const piece = (args: string) => ({ tool_calls: [{ index: 0, id: "a", function: { name: "f", arguments: args } }] });
		expect(decode(piece("{"), piece("}")).filter((event) => event.type === "tool_call")).toHaveLength(1);
	});

	test("an older function call streams as a tool call", () => {
		const events = decode({ function_call: { name: "add", arguments: "" } }, { function_call: { arguments: "{}" } });
		expect(events).toEqual([
			{ type: "tool_call", choice: 0, call: 0, id: "call_0_0", name: "add" },
			{ type: "tool_arguments", choice: 0, call: 0, json: "{}" },
		]);
	});

	test("broken frames are errors", () => {
		expect(dialect.decoder().decode("data: {")).toMatchObject([{ type: "error", failure: { kind: "malformed" } }]);
	});
});
