import { ReadableStream as NodeStream } from "node:stream/web";
import { FrameSplitter } from "@turnpike/wire";
import { describe, expect, test } from "vitest";
import { vendor } from "../../fixtures/make-call.ts";
import { rawBody } from "../../fixtures/open.ts";
import { settle } from "../../fixtures/settle-events.ts";
import { dialectOf } from "../dialect-of.ts";
import { answerSandbox, type SandboxPorts } from "./answer-sandbox.ts";
import { countTokens } from "./tokens.ts";

const dialect = dialectOf(vendor("sandbox"));

function ports(more: Partial<SandboxPorts> = {}): SandboxPorts {
	return {
		now: () => 1_763_900_000_000,
		sleep: () => Promise.resolve(),
		toBody: (chunks) => NodeStream.from(chunks) as BodyInit,
		signal: new AbortController().signal,
		...more,
	};
}

function ask(body: Record<string, unknown>, path = "/chat/completions", more: Partial<SandboxPorts> = {}) {
	return answerSandbox({ url: `https://sandbox.invalid/v1${path}`, body: JSON.stringify(body) }, ports(more));
}

function chat(content: string, more: Record<string, unknown> = {}) {
	return ask({ model: "echo", messages: [{ role: "user", content }], ...more });
}

/** What these tests read of a chat answer. */
interface Answer {
	readonly choices: readonly [Choice, ...Choice[]];
	readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number };
}

interface Choice {
	readonly index: number;
	readonly finish_reason: string;
	readonly message: { readonly content: string };
}

/** What they read of two embeddings: floats, or base64. */
interface Embeddings<Vector> {
	readonly data: readonly [{ readonly embedding: Vector }, { readonly embedding: Vector }];
}

const json = async <T = Answer>(response: Response | Promise<Response>): Promise<T> => (await response).json();
const message = async (response: Promise<Response>) => (await json(response)).choices[0].message;

async function framesOf(response: Promise<Response>): Promise<string[]> {
	const splitter = new FrameSplitter();
	const frames: string[] = [];
	for await (const chunk of (await response).body ?? []) frames.push(...splitter.push(chunk));
	return frames;
}

const STREAM = { stream: true, stream_options: { include_usage: true } };

describe("echo", () => {
	test("says the last user message, and that it is the sandbox", async () => {
		const messages = [
			{ role: "system", content: "x" },
			{ role: "user", content: "first" },
			{ role: "assistant", content: "y" },
			{
				role: "user",
				content: [
					{ type: "text", text: "Hello, " },
					{ type: "text", text: "you!" },
				],
			},
		];
		const response = await ask({ model: "sandbox/echo", messages });
		expect(response.status).toBe(200);
		expect(response.headers.get("content-type")).toBe("application/json");
		const answer = await json(response);
		expect(answer).toMatchObject({
			object: "chat.completion",
			created: 1_763_900_000,
			model: "echo",
			choices: [{ index: 0, message: { role: "assistant", content: "Hello, you!" }, finish_reason: "stop" }],
			system_fingerprint: "sandbox",
			sandbox: true,
		});
		expect(answer.usage).toEqual({
			prompt_tokens: 4 * 4 + 1 + 1 + 1 + 4,
			completion_tokens: 4,
			total_tokens: 23 + 4,
			prompt_tokens_details: { cached_tokens: 0 },
			completion_tokens_details: { reasoning_tokens: 0 },
		});
	});

	test("streams token by token what it says complete", async () => {
		const texts = ["Hello, big world!", "", "a", "[[reason:let me think]] so", '[[tool:f {"a": 1}]][[tool:g]]'];
		for (const text of texts) {
			for (const n of [1, 2]) {
				const frames = await framesOf(chat(text, { ...STREAM, n }));
				const decoder = dialect.decoder();
				const complete = rawBody(await (await chat(text, { n })).text());
				expect(settle(frames.flatMap((frame) => decoder.decode(frame)))).toEqual(
					settle(dialect.decodeAnswer(complete, "chat")),
				);
				const meter = dialect.meter("chat");
				const readings = frames.map((frame) => meter.read(frame));
				const reading = dialect.readAnswer(complete, "chat");
				expect(readings.reduce((sum, each) => sum + each.contentLength, 0)).toBe(reading.contentLength);
				expect(readings.findLast((each) => each.usage)?.usage).toEqual(reading.usage);
				expect(frames.at(-1)).toBe("data: [DONE]");
			}
		}
		const deltas = (await framesOf(chat("Hello, big world!", STREAM))).filter((frame) => /"content":"[^"]/.test(frame));
		expect(deltas).toHaveLength(countTokens("Hello, big world!"));
	});

	test("marks every frame as the sandbox's, and sends usage only when asked", async () => {
		const frames = await framesOf(chat("hi", { stream: true }));
		expect(frames.slice(0, -1).every((frame) => JSON.parse(frame.slice(6)).sandbox === true)).toBe(true);
		expect(frames.some((frame) => frame.includes('"usage"'))).toBe(false);
		const asked = await framesOf(chat("hi", STREAM));
		expect(JSON.parse(asked.at(-2)?.slice(6) ?? "")).toMatchObject({ choices: [], usage: { completion_tokens: 1 } });
	});

	test("stops at max_tokens, reasoning included", async () => {
		const cut = await json(chat("one two three four", { max_tokens: 2 }));
		expect(cut.choices[0]).toMatchObject({ message: { content: "one two" }, finish_reason: "length" });
		expect(cut.usage.completion_tokens).toBe(2);
		const thought = await json(chat("[[reason:a b c]]one two", { max_completion_tokens: 4 }));
		expect(thought.choices[0]).toMatchObject({
			message: { reasoning_content: "a b c", content: "one" },
			finish_reason: "length",
		});
		expect(thought.usage).toMatchObject({ completion_tokens: 4, completion_tokens_details: { reasoning_tokens: 3 } });
		const exact = await json(chat("one two", { max_tokens: 2 }));
		expect(exact.choices[0].finish_reason).toBe("stop");
	});

	test("stops before a stop sequence", async () => {
		expect(await message(chat("one two END three", { stop: ["END", "zzz"] }))).toMatchObject({ content: "one two " });
		expect(await message(chat("one two", { stop: "two" }))).toMatchObject({ content: "one " });
	});

	test("gives n choices and counts all", async () => {
		const answer = await json(chat("one two", { n: 3 }));
		expect(answer.choices.map((choice) => choice.index)).toEqual([0, 1, 2]);
		expect(answer.usage.completion_tokens).toBe(6);
	});

	test("weighs media and tools as it says", async () => {
		const content = [
			{ type: "text", text: "hi" },
			{ type: "image_url", image_url: { url: "data:," } },
		];
		const tools = [{ type: "function", function: { name: "f" } }];
		const answer = await json(ask({ model: "echo", messages: [{ role: "user", content }], tools }));
		expect(answer.usage.prompt_tokens).toBe(4 + 1 + 85 + countTokens(JSON.stringify(tools)));
	});
});

describe("directives", () => {
	test("fail says the status, the wait and the code", async () => {
		const response = await chat("[[fail:429 retry-after=2]]");
		expect(response.status).toBe(429);
		const failure = dialect.readFailure(429, response.headers, await response.text());
		expect(failure).toEqual({
			kind: "rate_limited",
			status: 429,
			message: "The sandbox was told to fail with 429.",
			retryAfterSeconds: 2,
		});
		expect(await json(chat("[[fail:400 code=context_length_exceeded]]"))).toMatchObject({
			error: { code: "context_length_exceeded" },
			sandbox: true,
		});
		expect((await ask({ model: "embed", input: "[[fail:503]]" }, "/embeddings")).status).toBe(503);
	});

	test("die-after ends the stream without a terminator, after so many tokens", async () => {
		const seen = async (text: string) => {
			const frames: string[] = [];
			const splitter = new FrameSplitter();
			const read = async () => {
				for await (const chunk of (await chat(text, STREAM)).body ?? []) frames.push(...splitter.push(chunk));
			};
			await expect(read()).rejects.toThrow("told to die");
			return frames;
		};
		expect((await seen("[[die-after:5]]a b c d e f g")).length).toBe(1 + 5);
		expect((await seen("[[die-after:5]]a b")).length).toBe(1 + 2);
		expect(await seen("[[die-after:0]]a b")).toEqual([]);
	});

	test("die-after kills a complete answer too", async () => {
		const response = await chat("[[die-after:5]]a b c");
		await expect(response.text()).rejects.toThrow("told to die");
		await expect((await ask({ model: "embed", input: "[[die-after:1]]" }, "/embeddings")).text()).rejects.toThrow();
	});

	test("slow waits before the first byte, and before every token of a stream", async () => {
		const waits: number[] = [];
		const sleep = async (ms: number) => void waits.push(ms);
		const body = { model: "echo", messages: [{ role: "user", content: "[[slow:200ms]]a b" }] };
		await ask(body, "/chat/completions", { sleep });
		expect(waits).toEqual([200]);
		await framesOf(ask({ ...body, stream: true }, "/chat/completions", { sleep }));
		expect(waits).toEqual([200, 200, 200, 200]);
	});

	test("tool calls the tool, with ids that stay", async () => {
		const text = '[[tool:get_weather {"city":"Paris"}]] weather?';
		const said = await message(chat(text));
		expect(said).toMatchObject({
			content: null,
			tool_calls: [{ type: "function", function: { name: "get_weather", arguments: '{"city":"Paris"}' } }],
		});
		expect(await message(chat(text))).toEqual(said);
		expect((await json(chat(text))).choices[0].finish_reason).toBe("tool_calls");
	});

	test("once its result is there the tool is not called again: the result is echoed", async () => {
		const messages = [
			{ role: "user", content: "[[tool:f]]" },
			{
				role: "assistant",
				content: null,
				tool_calls: [{ id: "t", type: "function", function: { name: "f", arguments: "{}" } }],
			},
			{ role: "tool", tool_call_id: "t", content: "sunny" },
		];
		expect(await message(ask({ model: "echo", messages }))).toMatchObject({ content: "sunny" });
	});

	test("json answers in JSON, of the asked shape where there is a schema", async () => {
		expect(JSON.parse((await message(chat("[[json]] hi"))).content)).toEqual({ echo: "hi" });
		const schema = {
			type: "object",
			properties: {
				name: { type: "string" },
				age: { type: "integer", minimum: 18 },
				kind: { enum: ["a", "b"] },
				tags: { type: "array", items: { type: "string" } },
				maybe: { anyOf: [{ type: "boolean" }, { type: "null" }] },
			},
		};
		const format = { response_format: { type: "json_schema", json_schema: { name: "n", schema } } };
		expect(JSON.parse((await message(chat("hi", format))).content)).toEqual({
			name: "hi",
			age: 18,
			kind: "a",
			tags: ["hi"],
			maybe: true,
		});
	});

	test("tokens sets the length", async () => {
		expect((await json(chat("[[tokens:500]]a b"))).usage.completion_tokens).toBe(500);
		const cut = await json(chat("[[tokens:500]]a b", { max_tokens: 7 }));
		expect(cut.usage.completion_tokens).toBe(7);
		expect(cut.choices[0].finish_reason).toBe("length");
	});
});

describe("lorem", () => {
	const lorem = (more: Record<string, unknown>) =>
		json(ask({ model: "lorem", messages: [{ role: "user", content: "go" }], ...more }));

	test("says max_tokens words, and that it was cut", async () => {
		const answer = await lorem({ max_tokens: 12 });
		expect(answer.choices[0].message.content.split(" ")).toHaveLength(12);
		expect(answer.choices[0].finish_reason).toBe("length");
		expect(answer.usage.completion_tokens).toBe(12);
		expect((await lorem({})).choices[0].finish_reason).toBe("stop");
	});

	test("follows from the seed", async () => {
		const words = async (seed: number) => (await lorem({ max_tokens: 20, seed })).choices[0].message.content;
		expect(await words(1)).toBe(await words(1));
		expect(await words(1)).not.toBe(await words(2));
	});
});

describe("embed", () => {
	const embed = <Vector = readonly number[]>(more: Record<string, unknown>) =>
		json<Embeddings<Vector>>(ask({ model: "embed", input: ["one", "two"], ...more }, "/embeddings"));

	test("gives unit vectors that follow from the text", async () => {
		const answer = await embed({ dimensions: 64 });
		expect(answer).toMatchObject({
			object: "list",
			model: "embed",
			usage: { prompt_tokens: 2, total_tokens: 2 },
			sandbox: true,
		});
		const [one, two] = [answer.data[0].embedding, answer.data[1].embedding];
		expect(one).toHaveLength(64);
		expect(Math.hypot(...one)).toBeCloseTo(1, 5);
		expect(one).not.toEqual(two);
		expect(await embed({ dimensions: 64 })).toEqual(answer);
		expect((await embed({ input: "one", dimensions: 64 })).data[0].embedding).toEqual(one);
	});

	test("encodes the same vector in base64", async () => {
		const plain = (await embed({ dimensions: 8 })).data[0].embedding;
		const encoded = (await embed<string>({ dimensions: 8, encoding_format: "base64" })).data[0].embedding;
		const bytes = Buffer.from(encoded, "base64");
		const floats = Array.from({ length: 8 }, (_, at) => bytes.readFloatLE(at * 4));
		expect(floats).toEqual(plain);
	});

	test("is read by the dialect", async () => {
		const body = rawBody(JSON.stringify(await embed({})));
		expect(dialect.readAnswer(body, "embeddings")).toMatchObject({ usage: { input: 2, output: 0 } });
	});
});

describe("what is wrong", () => {
	test.each([
		["an unknown model", { model: "gpt", messages: [] }, "/chat/completions", 404],
		["a chat model for embeddings", { model: "echo", input: "x" }, "/embeddings", 404],
		["an unknown path", { model: "echo" }, "/images", 404],
	] as const)("%s is refused", async (_, body, path, status) => {
		expect((await ask(body, path)).status).toBe(status);
	});

	test("a body that is no object is refused", async () => {
		const response = await answerSandbox({ url: "https://sandbox.invalid/v1/chat/completions", body: "[]" }, ports());
		expect(response.status).toBe(400);
	});
});

describe("abort", () => {
	test("before the answer rejects", async () => {
		await expect(
			ask({ model: "echo", messages: [] }, "/chat/completions", { signal: AbortSignal.abort(new Error("gone")) }),
		).rejects.toThrow("gone");
	});

	test("in mid-stream ends the stream", async () => {
		const controller = new AbortController();
		const body = { model: "echo", messages: [{ role: "user", content: "[[slow:1ms]]a b c d e" }], stream: true };
		const response = await ask(body, "/chat/completions", { signal: controller.signal });
		const reader = (response.body as ReadableStream<Uint8Array>).getReader();
		await reader.read();
		controller.abort(new Error("gone"));
		const rest = async () => {
			while (!(await reader.read()).done);
		};
		await expect(rest()).rejects.toThrow("gone");
	});

	test("a reader that cancels ends the generator", async () => {
		let chunks = 0;
		const counted = async function* (source: AsyncIterable<Uint8Array<ArrayBuffer>>) {
			for await (const chunk of source) {
				chunks++;
				yield chunk;
			}
		};
		const toBody: SandboxPorts["toBody"] = (source) => NodeStream.from(counted(source)) as BodyInit;
		const body = { model: "lorem", messages: [{ role: "user", content: "[[tokens:100000]]" }], stream: true };
		const response = await ask(body, "/chat/completions", { toBody });
		const reader = (response.body as ReadableStream<Uint8Array>).getReader();
		await reader.read();
		await reader.cancel();
		expect(chunks).toBeLessThan(5);
	});
});
