import type { Usage } from "@turnpike/wire";
import { describe, expect, test } from "vitest";
import { vendor } from "../../fixtures/make-call.ts";
import { answer, frames } from "../../fixtures/open.ts";
import { readTogether } from "../../fixtures/read-together.ts";
import { settle } from "../../fixtures/settle-events.ts";
import { dialectOf } from "../dialect-of.ts";

interface Recording {
	readonly slug: string;
	readonly name: string;
	readonly usage: Usage;
	readonly length: number;
	readonly finish: string;
	readonly id: string;
}

const RECORDINGS: readonly Recording[] = [
	{
		slug: "openai",
		name: "chat",
		usage: { input: 512, cache_read: 1024, cache_write_5m: 512, output: 22, reasoning: 128 },
		length: "The sum is 42.".length,
		finish: "stop",
		id: "chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG",
	},
	{
		slug: "openai",
		name: "tools",
		usage: { input: 80, output: 40 },
		length: "get_weather".length * 2 + '{"city":"Paris"}'.length + '{"city":"Rome"}'.length,
		finish: "tool_calls",
		id: "chatcmpl-T1",
	},
	{
		slug: "groq",
		name: "chat",
		usage: { input: 32, cache_read: 64, output: 18, reasoning: 12 },
		length: "Greet back.Hello there.".length,
		finish: "stop",
		id: "chatcmpl-groq-1",
	},
	{
		slug: "together",
		name: "chat",
		usage: { input: 24, cache_read: 16, output: 4 },
		length: "Bonjour.".length,
		finish: "eos",
		id: "oNZ-together-1",
	},
	{
		slug: "deepinfra",
		name: "chat",
		usage: { input: 20, output: 2, reasoning: 60 },
		length: "Yes.".length,
		finish: "stop",
		id: "chatcmpl-di-1",
	},
	{
		slug: "deepseek",
		name: "chat",
		usage: { input: 116, cache_read: 384, output: 15, reasoning: 55 },
		length: "Compare 9.11 and 9.80.9.8 is greater.".length,
		finish: "stop",
		id: "930c60df-bf64-41c9-a88e-3ec75f81e00e",
	},
	{
		slug: "mistral",
		name: "chat",
		usage: { input: 14, cache_read: 16, output: 12 },
		length: "Short question.Oui.".length,
		finish: "stop",
		id: "cmpl-mistral-1",
	},
	{
		slug: "xai",
		name: "chat",
		usage: { input: 26, cache_read: 6, output: 9, reasoning: 94 },
		length: "Say who I am.I am Grok.".length,
		finish: "stop",
		id: "b1f0-xai-1",
	},
	{
		slug: "openrouter",
		name: "chat",
		usage: { input: 30, cache_read: 40, cache_write_5m: 30, output: 15, reasoning: 5 },
		length: "Easy.Done.".length,
		finish: "stop",
		id: "gen-1763900009-or1",
	},
];

describe.each(RECORDINGS)("$slug's $name", ({ slug, name, usage, length, finish, id }) => {
	const dialect = dialectOf(vendor(slug));
	const complete = answer(`${slug}/${name}.json`);

	test("is read complete, with disjoint usage", () => {
		expect(dialect.readAnswer(complete, "chat")).toEqual({
			usage,
			upstreamId: id,
			finishReason: finish,
			contentLength: length,
		});
	});

	test("is counted the same from its stream, in any chunks", () => {
		for (const size of [1, 7, 100_000]) {
			const meter = dialect.meter("chat");
			const readings = frames(`${slug}/${name}.stream.txt`, size).map((frame) => meter.read(frame));
			expect(readings.reduce((sum, reading) => sum + reading.contentLength, 0)).toBe(length);
			expect(readings.findLast((reading) => reading.usage)?.usage).toEqual(usage);
			expect(readings.find((reading) => reading.finishReason)?.finishReason).toBe(finish);
			expect(readings.find((reading) => reading.upstreamId)?.upstreamId).toBe(id);
			expect(readings.filter((reading) => reading.end)).toHaveLength(1);
			expect(readings.some((reading) => reading.failure)).toBe(false);
		}
	});

	test("is counted the same where frames are read together", () => {
		const all = frames(`${slug}/${name}.stream.txt`);
		const read = readTogether(dialect.meter("chat"), all);
		expect(read.flatMap((one) => one.frames)).toEqual(all);
		expect(read.reduce((sum, { reading }) => sum + reading.contentLength, 0)).toBe(length);
		expect(read.findLast(({ reading }) => reading.usage)?.reading.usage).toEqual(usage);
		expect(read.filter(({ reading }) => reading.end)).toHaveLength(1);
	});

	test("decodes to the same events complete and streamed", () => {
		const decoder = dialect.decoder();
		const streamed = frames(`${slug}/${name}.stream.txt`).flatMap((frame) => decoder.decode(frame));
		expect(settle(streamed)).toEqual(settle(dialect.decodeAnswer(complete, "chat")));
	});
});

describe("events", () => {
	test("of two parallel tool calls keep their order, ids and arguments", () => {
		const events = dialectOf(vendor("openai")).decodeAnswer(answer("openai/tools.json"), "chat");
		expect(events).toEqual([
			{ type: "start", id: "chatcmpl-T1", model: "gpt-5.5-2026-04-14" },
			{ type: "tool_call", choice: 0, call: 0, id: "call_paris01", name: "get_weather" },
			{ type: "tool_arguments", choice: 0, call: 0, json: '{"city":"Paris"}' },
			{ type: "tool_call", choice: 0, call: 1, id: "call_rome002", name: "get_weather" },
			{ type: "tool_arguments", choice: 0, call: 1, json: '{"city":"Rome"}' },
			{ type: "finish", choice: 0, reason: "tool_calls", nativeReason: "tool_calls" },
			{ type: "usage", usage: { input: 80, output: 40 } },
			{ type: "end" },
		]);
	});

	test("of signed reasoning carry signature and redacted data", () => {
		const events = dialectOf(vendor("openrouter")).decodeAnswer(answer("openrouter/chat.json"), "chat");
		expect(events.slice(1, 5)).toEqual([
			{ type: "reasoning", choice: 0, text: "Easy." },
			{ type: "reasoning_signature", choice: 0, signature: "c2lnbmVk" },
			{ type: "redacted_reasoning", choice: 0, data: "ZW5jcnlwdGVk" },
			{ type: "text", choice: 0, text: "Done." },
		]);
		expect(events).toContainEqual({ type: "finish", choice: 0, reason: "stop", nativeReason: "end_turn" });
	});
});

test("embeddings are read: usage, and that vectors came", () => {
	const reading = dialectOf(vendor("openai")).readAnswer(answer("openai/embeddings.json"), "embeddings");
	expect(reading.usage).toEqual({ input: 9, output: 0 });
	expect(reading.contentLength).toBeGreaterThan(0);
	expect(reading.finishReason).toBeUndefined();
});

describe("an error after the first byte", () => {
	test("is a failure to the meter and an error to the decoder", () => {
		const dialect = dialectOf(vendor("openrouter"));
		const meter = dialect.meter("chat");
		const decoder = dialect.decoder();
		const [first = "", second = ""] = frames("openrouter/error.stream.txt");
		expect(meter.read(first)).toMatchObject({ contentLength: 4 });
		expect(meter.read(second).failure).toMatchObject({ kind: "unavailable", status: 502 });
		decoder.decode(first);
		expect(decoder.decode(second)).toEqual([
			{
				type: "error",
				failure: { kind: "unavailable", status: 502, message: "Provider disconnected unexpectedly" },
			},
		]);
	});
});
