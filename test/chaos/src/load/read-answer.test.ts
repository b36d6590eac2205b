import { describe, expect, it } from "vitest";
import { readJson, StreamReader, silent } from "./read-answer.ts";

const streamed = (...texts: string[]) => {
	const answer = silent();
	const reader = new StreamReader(answer);
	for (const text of texts) reader.push(text);
	return answer;
};

describe("an answer as its caller reads it", () => {
	it("is whole with its JSON, and says its cost", () => {
		const answer = silent();
		readJson('{"id":"a","usage":{"cost_usd":"0.000014000"}}', answer);
		expect(answer).toEqual({ whole: true, code: "", costNanoUsd: 14_000n });
	});

	it("is an error when it says one", () => {
		const answer = silent();
		readJson('{"error":{"code":"insufficient_credits"}}', answer);
		expect(answer).toMatchObject({ whole: false, code: "insufficient_credits" });
	});

	it("is no answer when its JSON breaks off", () => {
		expect(() => readJson('{"id":', silent())).toThrow();
	});

	it("is whole with a stream's [DONE] and not before", () => {
		expect(streamed('data: {"usage":{"cost_usd":"0.1"}}\n\n')).toMatchObject({
			whole: false,
			costNanoUsd: 100_000_000n,
		});
		expect(streamed('data: {"usage":null}\n\ndata: [DO', "NE]\n", "\n").whole).toBe(true);
	});

	it("is whole with the last event of Messages, and hears its errors", () => {
		expect(streamed('event: message_stop\ndata: {"type":"message_stop"}\n\n').whole).toBe(true);
		expect(streamed('event: error\ndata: {"type":"error","error":{"type":"api_error"}}\n\n').code).toBe("api_error");
	});

	it("passes over comments and hears an error in a stream", () => {
		expect(streamed(': TURNPIKE PROCESSING\n\ndata: {"error":{"code":"stream_interrupted"}}\n\n')).toMatchObject({
			whole: false,
			code: "stream_interrupted",
		});
	});
});
