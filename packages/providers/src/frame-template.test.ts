import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { vendor } from "../fixtures/make-call.ts";
import { readTogether } from "../fixtures/read-together.ts";
import { FrameTemplate } from "./frame-template.ts";
import { ChatMeter } from "./openai-chat/meter.ts";

const delta = (text: string, more = "", index = 0, finish = "null") =>
	`data: {"id":"c1","choices":[{"index":${index},"delta":{"content":${JSON.stringify(text)}},"finish_reason":${finish}}],"usage":null${more}}`;
const padded = (text: string, padding: string) => delta(text, `,"obfuscation":${JSON.stringify(padding)}`);
const together = (...frames: readonly string[]) => frames.map((frame) => `${frame}\n\n`).join("");

/** A template that knows a frame by its text. */
function learned(frame: string, text: string): FrameTemplate {
	const template = new FrameTemplate();
	const start = frame.indexOf(`"content":"${text}"`) + '"content":"'.length;
	template.learn(frame, start, start + text.length);
	return template;
}

describe("FrameTemplate", () => {
	test("knows nothing before it has learned", () => {
		expect(new FrameTemplate().run(together(delta("a")), 0)).toBeUndefined();
	});

	test("reads every frame that differs in its text alone, from anywhere", () => {
		const text = together(": first", delta("Hel"), delta('lo "\\ \u00e9\ud83d\ude00\n'), delta("x"));
		const run = learned(delta("abc"), "abc").run(text, 9);
		expect(run).toEqual({ end: text.length, frames: 3, reading: { contentLength: 3 + 10 + 1 } });
	});

	test.each([
		["finishes", delta("x", "", 0, '"stop"')],
		["belongs to another choice", delta("x", "", 1)],
		["has usage", delta("x").replace('"usage":null', '"usage":{"prompt_tokens":1}')],
		["says more", delta("x", ',"error":{"message":"no"}')],
		["has two texts", delta("x").replace('"content"', '"reasoning":"y","content"')],
		["has no text", delta("")],
		["has no end", delta("x").slice(0, -10)],
		["is a comment", ": keep-alive"],
		["is the terminator", "data: [DONE]"],
	])("stops before a frame that %s", (_what, frame) => {
		const before = together(delta("a"), delta("b"));
		const template = learned(delta("abc"), "abc");
		expect(template.run(before + together(frame, delta("c")), 0)).toMatchObject({ end: before.length, frames: 2 });
		expect(template.run(together(frame, delta("c")), 0)).toBeUndefined();
	});

	test("lets the padding at a chunk's end differ, as OpenAI's does in each", () => {
		const template = learned(padded("abc", "Zx9"), "abc");
		const text = together(padded("a", ""), padded("b", "some more of it"), padded("c", 'esc"aped'), padded("d", "x"));
		expect(template.run(text, 0)).toMatchObject({ frames: 2, reading: { contentLength: 2 } });
		expect(template.run(together(delta("a")), 0)).toBeUndefined();
	});

	test("takes what a model said for nothing but text", () => {
		const hostile = fc.constantFrom(
			'"finish_reason":"stop"',
			'"usage":{"x":1}',
			'"}\n\ndata: [DONE]',
			'\\"',
			"\\",
			"a",
		);
		const texts = fc.array(
			fc.array(hostile, { minLength: 1 }).map((parts) => parts.join("")),
			{ minLength: 1 },
		);
		fc.assert(
			fc.property(texts, (said) => {
				const text = together(...said.map((one) => delta(one)));
				const contentLength = said.join("").length;
				const run = { end: text.length, frames: said.length, reading: { contentLength } };
				expect(learned(delta("abc"), "abc").run(text, 0)).toEqual(run);
			}),
		);
	});
});

test("frames read together are what they are one by one, whatever stands between them", () => {
	const text = fc.string({ unit: "binary" });
	const frame = fc.oneof(
		{ weight: 4, arbitrary: text.map((one) => delta(one)) },
		{ weight: 2, arbitrary: fc.tuple(text, fc.stringMatching(/^[a-z]*$/)).map(([one, pad]) => padded(one, pad)) },
		text.map((one) => delta(one, "", 1)),
		text.map((one) => delta(one, "", 0, '"stop"')),
		text.map((one) => delta(one, ',"error":{"message":"no"}')),
		text.map((one) => delta(one).replace('"content"', '"reasoning_content"')),
		fc.constantFrom(
			'data: {"id":"c1","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1}}',
			": keep-alive",
			"data: [DONE]",
		),
	);
	fc.assert(
		fc.property(fc.array(frame, { maxLength: 20 }), (frames) => {
			const apart = new ChatMeter(vendor("openai"));
			for (const { frames: some, reading } of readTogether(new ChatMeter(vendor("openai")), frames)) {
				const readings = some.map((one) => apart.read(one));
				if (some.length === 1) expect(reading).toEqual(readings[0]);
				const contentLength = readings.reduce((sum, one) => sum + one.contentLength, 0);
				expect(reading.contentLength).toBe(contentLength);
				expect(readings.slice(1).flatMap((one) => Object.keys(one))).toEqual(some.slice(1).map(() => "contentLength"));
			}
		}),
		{ numRuns: 300 },
	);
});
