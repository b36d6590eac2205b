import { describe, expect, test } from "vitest";
import { readFailure, readInBandFailure } from "./read-failure.ts";
import { retryAfterSeconds } from "./retry-after.ts";
import { safeMessage } from "./safe-message.ts";

const none = new Headers();
const said = (error: unknown) => JSON.stringify({ error });

describe("readFailure", () => {
	test.each([
		[400, "rejected"],
		[401, "unauthorized"],
		[402, "unauthorized"],
		[403, "unauthorized"],
		[404, "not_found"],
		[408, "rate_limited"],
		[409, "rate_limited"],
		[413, "rejected"],
		[422, "rejected"],
		[429, "rate_limited"],
		[498, "unavailable"],
		[500, "unavailable"],
		[503, "unavailable"],
		[529, "unavailable"],
		[302, "malformed"],
	] as const)("a bare %i is %s", (status, kind) => {
		expect(readFailure(status, none, "")).toMatchObject({ kind, status });
	});

	test("a context too long is known by its code, or by its words", () => {
		const coded = said({
			message: "x",
			type: "invalid_request_error",
			param: "messages",
			code: "context_length_exceeded",
		});
		expect(readFailure(400, none, coded).kind).toBe("context_length");
		const anthropic = said({
			type: "invalid_request_error",
			message: "prompt is too long: 210000 tokens > 200000 maximum",
		});
		expect(readFailure(400, none, anthropic).kind).toBe("context_length");
		const vllm = said({
			message: "This model's maximum context length is 8192 tokens.",
			type: "BadRequestError",
			code: 400,
		});
		expect(readFailure(400, none, vllm).kind).toBe("context_length");
	});

	test("a content policy is not a wrong request", () => {
		expect(readFailure(400, none, said({ message: "no", code: "content_policy_violation" })).kind).toBe(
			"content_policy",
		);
		expect(readFailure(403, none, said({ message: "Your input was flagged", code: 403 })).kind).toBe("content_policy");
	});

	test("an empty account is our standing with the provider, not a rate", () => {
		const body = said({
			message: "You exceeded your current quota",
			type: "insufficient_quota",
			code: "insufficient_quota",
		});
		expect(readFailure(429, none, body).kind).toBe("unauthorized");
	});

	test.each([
		[400, "Your credit balance is too low to access the Anthropic API."],
		[400, "Incorrect API key provided: xa***yz."],
		[429, "Insufficient balance"],
	])("a %i that says %j is about our account, and is not repeated", (status, message) => {
		const failure = readFailure(status, none, said({ message, type: "invalid_request_error" }));
		expect(failure).toMatchObject({ kind: "unauthorized", status });
		expect(failure.message).not.toContain(message);
	});

	test("a model that is not there is not found whatever the status", () => {
		const body = said({
			message: "The model `x` does not exist",
			type: "invalid_request_error",
			code: "model_not_found",
		});
		expect(readFailure(400, none, body).kind).toBe("not_found");
	});

	test("a loosely chosen type does not turn the caller's mistake into ours", () => {
		expect(readFailure(400, none, said({ message: "bad", type: "server_error" })).kind).toBe("rejected");
	});

	test("says how long to wait", () => {
		const headers = new Headers({ "retry-after": "2" });
		expect(readFailure(429, headers, said({ message: "slow down", type: "rate_limit_error" }))).toEqual({
			kind: "rate_limited",
			status: 429,
			message: "slow down",
			retryAfterSeconds: 2,
		});
	});

	test("reads Mistral's and FastAPI's bodies too", () => {
		expect(
			readFailure(422, none, '{"object":"error","message":{"detail":[{"msg":"Extra inputs"}]}}').message,
		).toContain("Extra inputs");
		expect(readFailure(422, none, '{"detail":"wrong"}').message).toBe("wrong");
		expect(readFailure(400, none, '{"error":"just words"}').message).toBe("just words");
	});

	test("our key and account at the provider are not spoken of", () => {
		const body = said({
			message: "Incorrect API key provided: sk-proj-abcd1234. See https://platform.openai.com",
			code: "invalid_api_key",
		});
		expect(readFailure(401, none, body).message).not.toMatch(/sk-|http|API key/);
	});

	test("a proxy's error page is not repeated", () => {
		const failure = readFailure(502, none, "<html>nginx at 10.0.0.7</html>");
		expect(failure.message).not.toMatch(/nginx|10\.0/);
	});
});

describe("readInBandFailure", () => {
	test("believes the status that the body names", () => {
		expect(readInBandFailure({ error: { code: 429, message: "busy" } })).toMatchObject({
			kind: "rate_limited",
			status: 429,
		});
	});

	test("goes by the type where there is no status", () => {
		expect(readInBandFailure({ type: "error", error: { type: "overloaded_error", message: "Overloaded" } })).toEqual({
			kind: "unavailable",
			status: undefined,
			message: "Overloaded",
		});
		expect(readInBandFailure({ error: { type: "invalid_request_error", message: "no" } }).kind).toBe("rejected");
	});
});

describe("retryAfterSeconds", () => {
	test("takes seconds and milliseconds, rounded up", () => {
		expect(retryAfterSeconds(new Headers({ "retry-after": "1.2" }))).toBe(2);
		expect(retryAfterSeconds(new Headers({ "retry-after-ms": "1500", "retry-after": "9" }))).toBe(2);
	});

	test("takes no dates and no nonsense", () => {
		for (const value of ["Wed, 21 Oct 2026 07:28:00 GMT", "-3", "soon", "1e99", ""]) {
			expect(retryAfterSeconds(new Headers({ "retry-after": value }))).toBeUndefined();
		}
	});
});

describe("safeMessage", () => {
	test.each([
		["key sk-ant-api03-AbCdEf_123-xyz refused", "key [key] refused"],
		["Authorization: Bearer abc.def.ghi", "Authorization: [key]"],
		["see https://internal.example/v1?x=1 now", "see [url] now"],
		["connect to 10.1.2.3:8080 failed", "connect to [address] failed"],
		["upstream vllm-7.models.svc:8000 died", "upstream [host] died"],
		["limit reached in organization org-AbCd1234Efgh on tokens", "limit reached in organization [account] on tokens"],
		["token 0123456789abcdef0123456789abcdef bad", "token [key] bad"],
		[
			"max_tokens: 5000 > 4096 for claude-sonnet-4-5-20250929",
			"max_tokens: 5000 > 4096 for claude-sonnet-4-5-20250929",
		],
		["two\r\nlines\u0000", "two lines"],
	])("%j becomes %j", (text, safe) => {
		expect(safeMessage(text)).toBe(safe);
	});

	test("is short", () => {
		expect(safeMessage("word ".repeat(500)).length).toBe(500);
	});
});
