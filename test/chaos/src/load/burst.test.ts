import { expect, it } from "vitest";
import { readRaw } from "./burst.ts";

const wallet = { key: "sk", keyId: "key_1", accountId: "acc_1", plenty: false };
const HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json";
const BODY = '{"id":"a","usage":{"cost_usd":"0.000014"}}';
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

it("reads what an answer cost, whole or in chunks", () => {
	const [one, other] = [BODY.slice(0, 9), BODY.slice(9)];
	const chunked = `${HEAD}\r\nTransfer-Encoding: chunked\r\n\r\n${chunk(one)}${chunk(other)}${chunk("")}`;
	for (const text of [`${HEAD}\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`, chunked]) {
		expect(readRaw(text, wallet)).toMatchObject({ status: 200, ending: "completed", costNanoUsd: 14_000n });
	}
	expect(readRaw(chunked.slice(0, -20), wallet)).toMatchObject({ ending: "broken" });
});

it("knows a refusal by its code, an answer that breaks off, and none", () => {
	const refused = 'HTTP/1.1 402 Payment Required\r\n\r\n{"error":{"code":"insufficient_credits"}}';
	expect(readRaw(refused, wallet)).toMatchObject({ status: 402, ending: "refused", code: "insufficient_credits" });
	expect(readRaw(`${HEAD}\r\n\r\n${BODY.slice(0, 20)}`, wallet)).toMatchObject({ status: 200, ending: "broken" });
	expect(readRaw("", wallet)).toMatchObject({ status: 0, ending: "unreachable" });
});
