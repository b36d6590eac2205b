import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bill, framesIn, identity, openrouter, sent } from "../answer/frames.fixture.ts";
import { TurnpikeError } from "../errors/turnpike-error.ts";
import type { AnswerIdentity } from "../format.ts";
import { FrameSplitter } from "../sse/frame-splitter.ts";
import { NativeChatStream } from "./native-stream.ts";
import { OpenRouterChatStream } from "./openrouter-stream.ts";

const head = '"id":"up-1","object":"chat.completion.chunk","created":5,"model":"gpt-x"';
const content = (text: string, choice = 0) =>
	`data: {${head},"choices":[{"index":${choice},"delta":{"content":${JSON.stringify(text)}},"finish_reason":null}],"usage":null}`;
const finish = (choice = 0, more = "") =>
	`data: {${head},"choices":[{"index":${choice},"delta":{},"finish_reason":"stop"}]${more}}`;
const counts = '{"prompt_tokens":12,"completion_tokens":9,"total_tokens":21,"new_count":1}';
const usage = `data: {${head},"choices":[],"usage":${counts}}`;
const DONE = "data: [DONE]";
const cost = { cost: 0.001234567, cost_usd: "0.001234567" };

function run(frames: readonly string[], who: AnswerIdentity = identity) {
	const stream = new NativeChatStream(who);
	const passed = frames.map((frame) => stream.pass(frame));
	return { passed, tail: sent(stream.finish(bill)) };
}

describe("the native chat stream", () => {
	test("passes every frame before the finish untouched, comments and unknown fields with it", () => {
		const frames = [
			": OPENROUTER PROCESSING",
			content("Hel"),
			content('"finish_reason":"stop" "usage":{ [DONE]'),
			"event: x\ndata: {}",
		];
		expect(run(frames).passed).toEqual(frames.map((frame) => `${frame}\n\n`));
	});

	test("passes plain frames together as it does one by one, before and behind a finish", () => {
		const plain = [content("a"), content("b")];
		const together = plain.map((frame) => `${frame}\n\n`).join("");
		for (const before of [[], [content("x")], [finish()], [finish(1)], [content("x"), finish()]]) {
			const [one, other] = [new NativeChatStream(identity), new NativeChatStream(identity)];
			const passed = [...before, ...plain].map((frame) => one.pass(frame)).join("");
			expect(before.map((frame) => other.pass(frame)).join("") + other.passPlain(together)).toBe(passed);
			expect(other.cut(bill)).toBe(one.cut(bill));
		}
	});

	test("holds everything from the finish on", () => {
		expect(run([content("x"), finish(), usage, DONE]).passed.slice(1)).toEqual(["", "", ""]);
	});

	test("lets usage ride on the chunk that finishes, with its cost, when no chunk of its own was asked for", () => {
		const { tail } = run([content("x"), finish(), usage, DONE]);
		expect(tail).toEqual([
			{
				event: undefined,
				data: expect.objectContaining({
					id: "up-1",
					choices: [{ index: 0, delta: {}, finish_reason: "stop" }],
					usage: { ...JSON.parse(counts), ...cost },
				}),
			},
			{ event: undefined, data: "[DONE]" },
		]);
	});

	test("gives usage its own chunk without choices when include_usage asked for it, and leaves the finish alone", () => {
		const stream = new NativeChatStream({ ...identity, streamUsage: true });
		for (const frame of [content("x"), finish(), usage, DONE]) stream.pass(frame);
		const [first, second, last] = framesIn(stream.finish(bill));
		expect(first).toBe(finish());
		expect(second).toBe(usage.replace('"new_count":1', '"new_count":1,"cost":0.001234567,"cost_usd":"0.001234567"'));
		expect(last).toBe(DONE);
	});

	test.each([
		["on the finish chunk", [finish(0, `,"usage":${counts}`)]],
		["on the finish chunk, spaced", [finish(0, `, "usage" : ${counts}`)]],
		["in a chunk of its own", [finish(), usage]],
		["in a chunk before the finish", [usage, finish()]],
		["in a chunk without choices", [finish(), `data: {"id":"up-1","usage":${counts}}`]],
	])("keeps the upstream's counts that came %s and adds the cost", (_where, frames) => {
		expect(run([content("x"), ...frames, DONE]).tail[0]?.data.usage).toEqual({ ...JSON.parse(counts), ...cost });
		const apart = run([content("x"), ...frames, DONE], { ...identity, streamUsage: true }).tail;
		expect(apart.map(({ data }) => data.choices?.length)).toEqual([1, 0, undefined]);
		expect(apart[0]?.data.usage ?? null).toBeNull();
		expect(apart[1]?.data.usage).toEqual({ ...JSON.parse(counts), ...cost });
	});

	test.each([
		["nowhere", finish()],
		["as null", finish(0, ',"usage":null')],
		["in x_groq", finish(0, `,"x_groq":{"id":"r","usage":${counts}}`)],
	])("writes the usage from the bill where it came %s", (_where, frame) => {
		const billed = { prompt_tokens: 12, completion_tokens: 9, total_tokens: 21, ...cost };
		expect(run([frame, DONE]).tail[0]?.data.usage).toMatchObject(billed);
		expect(run([frame, DONE], { ...identity, streamUsage: true }).tail[1]?.data).toMatchObject({
			id: "up-1",
			model: "gpt-x",
			created: 5,
			choices: [],
			usage: billed,
		});
	});

	test("with several choices holds only the last finish", () => {
		const { passed, tail } = run([finish(0), content("y", 1), finish(1), usage, DONE]);
		expect(passed).toEqual(["", `${finish(0)}\n\n${content("y", 1)}\n\n`, "", "", ""]);
		expect(tail[0]?.data.choices[0].index).toBe(1);
		expect(run([finish(0), finish(1)]).passed).toEqual(["", `${finish(0)}\n\n`]);
	});

	test("holds what trails behind the finish of the same choice, and sends it in its place", () => {
		const trailing = content("");
		const { passed, tail } = run([finish(), trailing, DONE]);
		expect(passed).toEqual(["", "", ""]);
		expect(tail.map(({ data }) => data.choices?.[0]?.finish_reason)).toEqual(["stop", null, undefined]);
	});

	test("says sandbox where the bill does", () => {
		const stream = new NativeChatStream(identity);
		stream.pass(finish());
		expect(sent(stream.finish({ ...bill, sandbox: true }))[0]?.data.sandbox).toBe(true);
	});

	test("replaces a cost the upstream names by ours", () => {
		const { tail } = run([finish(0, ',"usage":{"prompt_tokens":1,"cost":99}')]);
		expect(tail[0]?.data.usage).toEqual({ prompt_tokens: 1, ...cost });
	});

	test("cut short, ends with finish_reason length and the cost, looking like the stream before it", () => {
		const stream = new NativeChatStream(identity);
		stream.pass(content("x"));
		const [last, done] = sent(stream.cut(bill));
		expect(last?.data).toMatchObject({
			id: "up-1",
			choices: [{ index: 0, delta: {}, finish_reason: "length" }],
			usage: cost,
		});
		expect(done?.data).toBe("[DONE]");
	});

	test("cut after the finish came, ends as it would have", () => {
		const stream = new NativeChatStream(identity);
		stream.pass(finish());
		expect(sent(stream.cut(bill))[0]?.data.choices[0].finish_reason).toBe("stop");
	});

	test("failed, says the error without choices and never the terminator or what was held", () => {
		const stream = new NativeChatStream(identity);
		stream.pass(finish());
		expect(stream.pass('data: {"error":{"message":"upstream words"}}')).toBe("");
		expect(sent(stream.fail(new TurnpikeError("stream_interrupted", "It broke.")))).toEqual([
			{
				event: undefined,
				data: { error: { message: "It broke.", type: "upstream_error", param: null, code: "stream_interrupted" } },
			},
		]);
	});

	test("says the same whatever the chunks the bytes came in", () => {
		const bytes = new TextEncoder().encode([content("é"), content("b"), finish(), usage, DONE, ""].join("\n\n"));
		const whole = run([content("é"), content("b"), finish(), usage, DONE]);
		fc.assert(
			fc.property(fc.array(fc.nat(bytes.length), { maxLength: 12 }), (cuts) => {
				const borders = [0, ...cuts.sort((a, b) => a - b), bytes.length];
				const splitter = new FrameSplitter();
				const frames = borders.slice(1).flatMap((end, at) => splitter.push(bytes.slice(borders[at], end)));
				const again = run(frames);
				expect(again.passed.join("")).toBe(whole.passed.join(""));
				expect(again.tail).toEqual(whole.tail);
			}),
		);
	});
});

describe("the native chat stream for /api/v1", () => {
	const stream = () => new OpenRouterChatStream(openrouter);

	test("rewrites each chunk: id, model, provider, reasoning, and no null where OpenRouter takes none", () => {
		const frame = `data: {${head},"system_fingerprint":null,"choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning_content":"hm","tool_calls":null},"logprobs":null,"finish_reason":null}],"usage":null,"x_new":1}`;
		expect(sent(stream().pass(frame))[0]?.data).toEqual({
			id: "gen_0197",
			object: "chat.completion.chunk",
			created: 5,
			model: "openai/gpt-5.5",
			provider: "OpenAI",
			choices: [
				{
					index: 0,
					delta: { role: "assistant", content: "", reasoning: "hm" },
					logprobs: null,
					finish_reason: null,
					native_finish_reason: null,
				},
			],
			x_new: 1,
		});
	});

	test("rewrites plain frames that came together, each of them", () => {
		const plain = [content("a"), content("b", 1)];
		const it = stream();
		expect(it.passPlain(plain.map((frame) => `${frame}\n\n`).join(""))).toBe(
			plain.map((frame) => stream().pass(frame)).join(""),
		);
		expect(sent(it.cut(bill)).filter(({ data }) => data.choices?.length === 1)).toHaveLength(2);
	});

	test("ends with the finish, an extra chunk of usage without choices, and the terminator", () => {
		const it = stream();
		const passed = [content("x"), finish(0, `,"usage":${counts}`), usage, DONE].map((frame) => it.pass(frame));
		expect(passed.slice(1)).toEqual(["", "", ""]);
		const [end, extra, done] = sent(it.finish(bill));
		expect(end?.data.choices[0]).toMatchObject({ finish_reason: "stop", native_finish_reason: "stop" });
		expect(end?.data).not.toHaveProperty("usage");
		expect(extra?.data).toMatchObject({
			id: "gen_0197",
			choices: [],
			usage: { ...cost, is_byok: false, prompt_tokens: 12 },
		});
		expect(done?.data).toBe("[DONE]");
	});

	test("names an unknown finish reason stop and keeps the provider's word", () => {
		const it = stream();
		it.pass(finish().replace('"stop"', '"eos"'));
		expect(sent(it.finish(bill))[0]?.data.choices[0]).toMatchObject({
			finish_reason: "stop",
			native_finish_reason: "eos",
		});
	});

	test("cut short, finishes every choice seen with length", () => {
		const it = stream();
		it.pass(content("x", 0));
		it.pass(content("y", 1));
		expect(sent(it.cut(bill)).map(({ data }) => data.choices?.[0]?.finish_reason)).toEqual([
			"length",
			"length",
			undefined,
			undefined,
		]);
	});

	test("failed, says OpenRouter's error chunk", () => {
		expect(sent(stream().fail(new TurnpikeError("stream_interrupted", "It broke.")))).toMatchObject([
			{ data: { id: "gen_0197", error: { code: 502 }, choices: [{ finish_reason: "error" }] } },
		]);
	});
});
