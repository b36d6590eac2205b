import { describe, expect, it } from "vitest";
import { ENDED, FIRST_BYTE, ResponseReader } from "../load/response-reader.ts";
import { jsonAnswer, streamAnswer, TEXT_CHUNKS } from "./answers.ts";

const bodyOf = (answer: Buffer) => answer.toString().split("\r\n\r\n")[1] ?? "";

describe("the upstream's answers", () => {
	it("are whole HTTP answers, each the loader can read to the end", () => {
		for (const bytes of [jsonAnswer(), Buffer.concat(streamAnswer())]) {
			const reader = new ResponseReader();
			expect(reader.push(bytes)).toBe(FIRST_BYTE | ENDED);
			expect(reader.status).toBe(200);
		}
	});

	it("bring a first byte with the first chunk and the end with the last", () => {
		const reader = new ResponseReader();
		const flags = streamAnswer().map((chunk) => reader.push(chunk));
		expect(flags[0]).toBe(FIRST_BYTE);
		expect(flags.slice(1, -1).every((flag) => flag === 0)).toBe(true);
		expect(flags.at(-1)).toBe(ENDED);
		expect(reader.tail).toBe("[DONE]\n\n");
	});

	it("say the same text and usage streamed and not", () => {
		const whole = JSON.parse(bodyOf(jsonAnswer()));
		const events = Buffer.concat(streamAnswer())
			.toString()
			.matchAll(/^data: (\{.*\})$/gm);
		const chunks = [...events].map(([, json]) => JSON.parse(json ?? ""));
		const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");
		expect(text).toBe(whole.choices[0].message.content);
		expect(chunks.at(-1)).toMatchObject({ choices: [], usage: whole.usage });
		expect(whole.usage.completion_tokens).toBe(TEXT_CHUNKS);
	});
});
