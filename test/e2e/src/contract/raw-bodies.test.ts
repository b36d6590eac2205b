import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	CUTS_REFUSED_UPLOADS,
	expectRefusal,
	openStack,
	type RawStep,
	ROOTS,
	rawRequest,
	type Stack,
} from "../harness/index.ts";

let stack: Stack;
let key: string;
beforeAll(async () => {
	stack = await openStack("raw_bodies");
	key = (await (await stack.account()).key()).text;
});
afterAll(() => stack?.close());

const INVALID = "invalid_request_error";
const GOOD = '{"model":"sandbox/echo","messages":[{"role":"user","content":"hello"}]}';

function send(path: string, headers: readonly string[], steps: readonly RawStep[]) {
	const head = [`POST ${path} HTTP/1.1`, "Host: turnpike.test", `Authorization: Bearer ${key}`, ...headers];
	return rawRequest(stack.baseUrl, head, steps);
}

const JSON_TYPE = "Content-Type: application/json";
const CHUNKED = "Transfer-Encoding: chunked";
const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

describe.each(ROOTS)("what no client library sends, on %s", (root) => {
	const path = `${root}/chat/completions`;

	test("a chunked body is read whole, however it is cut", async () => {
		const steps = [...GOOD].flatMap((character): RawStep[] => [chunk(character)]);
		const answer = await send(path, [JSON_TYPE, CHUNKED], [...steps, "0\r\n\r\n"]);
		expect(answer.status, JSON.stringify(answer.body)).toBe(200);
	});

	test.skipIf(CUTS_REFUSED_UPLOADS)("a chunked body over 32 MiB is refused while it comes", async () => {
		const mebibyte = chunk("a".repeat(1024 * 1024));
		const steps = Array<RawStep>(40).fill(mebibyte);
		const answer = await send(path, [JSON_TYPE, CHUNKED], [chunk('{"x":"'), ...steps, "0\r\n\r\n"]);
		expectRefusal(answer, path, { status: 413, type: INVALID, code: "request_too_large" });
	});

	test("a body declared far over the limit is refused unread", async () => {
		const answer = await send(path, [JSON_TYPE, `Content-Length: ${40 * 1024 * 1024}`], ["{"]);
		expectRefusal(answer, path, { status: 413, type: INVALID, code: "request_too_large" });
	});

	test.each([
		["an overlong form", [0xc0, 0xaf]],
		["a lone surrogate", [0xed, 0xa0, 0x80]],
		["a cut character", [0xe2, 0x82]],
		["Latin-1", [0xe9]],
		["UTF-16", [0xff, 0xfe, 0x7b, 0x00]],
	])("invalid UTF-8: %s", async (_, bytes) => {
		const body = Buffer.concat([Buffer.from(GOOD.slice(0, -4)), Buffer.from(bytes), Buffer.from(GOOD.slice(-4))]);
		const answer = await send(path, [JSON_TYPE, `Content-Length: ${body.length}`], [body]);
		expectRefusal(answer, path, { status: 400, type: INVALID, code: "invalid_json" });
	});

	test("a compressed body is refused, not taken for nonsense", async () => {
		const body = gzipSync(GOOD);
		const answer = await send(path, [JSON_TYPE, "Content-Encoding: gzip", `Content-Length: ${body.length}`], [body]);
		expectRefusal(answer, path, { status: 415, type: INVALID, code: "unsupported_encoding" });
	});

	test("a body without any Content-Type is taken for JSON", async () => {
		const answer = await send(path, [`Content-Length: ${GOOD.length}`], [GOOD]);
		expect(answer.status, JSON.stringify(answer.body)).toBe(200);
	});

	test("a caller who leaves in the middle of the body harms nobody", async () => {
		await send(path, [JSON_TYPE, "Content-Length: 500"], [GOOD, "end"]).catch(() => undefined);
		const next = await send(path, [JSON_TYPE, `Content-Length: ${GOOD.length}`], [GOOD]);
		expect(next.status).toBe(200);
	});

	test("two keys that differ are a 400, the same key twice is not", async () => {
		const length = `Content-Length: ${GOOD.length}`;
		for (const other of ["X-Api-Key", "X-Goog-Api-Key"]) {
			const differing = await send(path, [JSON_TYPE, length, `${other}: ${key}x`], [GOOD]);
			expect(differing.status).toBe(400);
			expect(JSON.stringify(differing.body)).toContain("conflicting_api_keys");
			const same = await send(path, [JSON_TYPE, length, `${other}: ${key}`], [GOOD]);
			expect(same.status, JSON.stringify(same.body)).toBe(200);
		}
	});
});

test("a request with no Host, or none that makes sense, does not bring the server down", async () => {
	for (const head of [["POST /v1/models HTTP/1.1"], ["GARBAGE"], ["GET http://[ HTTP/1.1", "Host: a b"]]) {
		await Promise.race([
			rawRequest(stack.baseUrl, head, ["end"]).catch(() => undefined),
			new Promise((resolve) => setTimeout(resolve, 500)),
		]);
	}
	expect((await fetch(`${stack.baseUrl}/healthz`)).status).toBe(200);
});
