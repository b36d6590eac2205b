import { describe, expect, test } from "vitest";
import { bill, identity, openrouter } from "../answer/frames.fixture.ts";
import { readBodyText } from "../json/read-body.ts";
import { embeddingsFormat } from "./embeddings-format.ts";

const text =
	'{"object":"list","data":[{"embedding":[0.10,1e-3]}],"model":"e","usage":{"prompt_tokens":3,"total_tokens":3}}';

function stamp(answer: string, who = identity): string {
	const body = readBodyText(answer, answer.length);
	if (body === undefined) throw new Error("not a body");
	return embeddingsFormat.stampAnswer(body, who, bill);
}

describe("embeddingsFormat", () => {
	test("on /v1 adds the cost and leaves every other byte alone", () => {
		expect(stamp(text)).toBe(text.replace('s":3}}', 's":3,"cost":0.001234567,"cost_usd":"0.001234567"}}'));
	});

	test("on /v1 writes the usage where the upstream sent none", () => {
		expect(JSON.parse(stamp('{"data":[]}')).usage).toMatchObject({ prompt_tokens: 12, cost_usd: "0.001234567" });
	});

	test("on /api/v1 says id, model, provider and OpenRouter's usage, the vectors untouched", () => {
		const stamped = stamp(text, openrouter);
		expect(stamped).toContain('"data":[{"embedding":[0.10,1e-3]}]');
		expect(JSON.parse(stamped)).toMatchObject({
			id: "gen_0197",
			model: "openai/gpt-5.5",
			provider: "OpenAI",
			usage: { prompt_tokens: 12, total_tokens: 12, is_byok: false },
		});
	});

	test("is never streamed or translated", () => {
		expect(() => embeddingsFormat.encoder(identity)).toThrow("never streamed");
		expect(() => embeddingsFormat.native(identity)).toThrow("never streamed");
		expect(() => embeddingsFormat.writeAnswer([], identity, bill)).toThrow("never streamed");
	});
});
