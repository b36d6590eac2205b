import { expect } from "vitest";
import type { JsonObject } from "./json-object.ts";

/** What an answer must say to be a refusal of the contract's error table. */
export interface Refusal {
	readonly status: number;
	readonly type: string;
	readonly code: string;
	/** Where in the request; absent: not looked at. */
	readonly param?: string;
	/** `x-should-retry`. */
	readonly retry?: boolean;
}

interface Answered {
	readonly status: number;
	readonly headers: Headers;
	readonly body: JsonObject;
}

/** Anthropic's word for a status (its API documentation, "Errors"). */
const ANTHROPIC_TYPES: Readonly<Record<number, readonly string[]>> = {
	400: ["invalid_request_error"],
	401: ["authentication_error"],
	402: ["billing_error"],
	403: ["permission_error"],
	404: ["not_found_error"],
	405: ["invalid_request_error"],
	408: ["timeout_error"],
	413: ["request_too_large"],
	415: ["invalid_request_error"],
	429: ["rate_limit_error"],
	500: ["api_error"],
	502: ["api_error"],
	503: ["overloaded_error", "api_error"],
	504: ["timeout_error"],
};

/** Holds an answer to the contract's table: the envelope of the path it came by, and the headers every error has. */
export function expectRefusal(answer: Answered, path: string, refusal: Refusal): void {
	expect(answer.status, JSON.stringify(answer.body)).toBe(refusal.status);
	expectHeaders(answer.headers, refusal);
	expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
	if (path.endsWith("/messages")) expectAnthropic(answer, refusal);
	else if (path.startsWith("/api/v1")) expectOpenRouter(answer.body, refusal);
	else expectOpenAi(answer.body, refusal);
}

function expectOpenAi(body: JsonObject, { type, code, param }: Refusal): void {
	expect(Object.keys(body)).toEqual(["error"]);
	expect(body.error).toMatchObject({ type, code, message: expect.stringMatching(/\S/) });
	expect(body.error).toHaveProperty("param");
	if (param !== undefined) expect(body.error?.param).toBe(param);
}

function expectHeaders(headers: Headers, { status, retry = false }: Refusal): void {
	expect(headers.get("x-should-retry")).toBe(String(retry));
	expect(headers.get("x-request-id")).toMatch(/^req_\w+/);
	expect(headers.get("request-id")).toBe(headers.get("x-request-id"));
	const wait = headers.get("retry-after");
	if (status === 429 || status >= 500) {
		expect(wait).toMatch(/^\d+$/);
		expect(Number(wait)).toBeGreaterThanOrEqual(1);
		expect(Number(wait)).toBeLessThanOrEqual(60);
	} else expect(wait).toBeNull();
}

function expectAnthropic({ body, headers }: Answered, { status, param }: Refusal): void {
	expect(body).toEqual({
		type: "error",
		error: { type: expect.any(String), message: expect.stringMatching(/\S/) },
		request_id: headers.get("request-id"),
	});
	expect(ANTHROPIC_TYPES[status]).toContain(body.error?.type);
	if (param !== undefined) expect(body.error?.message).toContain(param);
}

function expectOpenRouter(body: JsonObject, { status, code, param }: Refusal): void {
	expect(Object.keys(body)).toEqual(["error"]);
	expect(body.error).toMatchObject({
		code: status,
		message: expect.stringMatching(/\S/),
		metadata: { error_code: code, error_type: expect.any(String) },
	});
	if (param !== undefined) expect(body.error?.metadata?.param).toBe(param);
}
