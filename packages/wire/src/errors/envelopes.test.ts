import { describe, expect, test } from "vitest";
import { anthropicError, anthropicStreamError } from "./anthropic-error.ts";
import { ERROR_CODES, type ErrorCode } from "./codes.ts";
import { openAiError, openAiStreamError } from "./openai-error.ts";
import { openRouterError, openRouterStreamError } from "./openrouter-error.ts";
import { toTurnpikeError } from "./to-turnpike-error.ts";
import { TurnpikeError } from "./turnpike-error.ts";

const budget = new TurnpikeError("budget_exceeded", "The key's budget of $1 is spent.", {
	metadata: { scope: "key", limit: "1.000000000" },
});
const role = new TurnpikeError("invalid_value", "It must be one of user, assistant.", { param: "messages[0].role" });
const bug = toTurnpikeError(new Error("connect ECONNREFUSED 10.0.0.7:5432"));

describe("openAiError", () => {
	test("says message, type, param, code, and metadata where there is any", () => {
		expect(openAiError(budget, "req_1")).toEqual({
			error: {
				message: "The key's budget of $1 is spent.",
				type: "insufficient_quota",
				param: null,
				code: "budget_exceeded",
				metadata: { scope: "key", limit: "1.000000000" },
			},
		});
		expect(openAiError(role, "req_1").error).toEqual({
			message: "It must be one of user, assistant.",
			type: "invalid_request_error",
			param: "messages[0].role",
			code: "invalid_value",
		});
	});

	test("ends a stream by one data frame without choices and without a terminator", () => {
		const frame = openAiStreamError(role, "req_1");
		expect(frame).toMatch(/^data: \{"error":\{.*\}\}\n\n$/);
		expect(frame).not.toMatch(/choices|\[DONE\]/);
	});
});

describe("openRouterError", () => {
	test("says the status as an integer code and both names of the error in metadata", () => {
		expect(openRouterError(role, "req_1")).toEqual({
			error: {
				code: 400,
				message: "It must be one of user, assistant.",
				metadata: { error_type: "invalid_request", error_code: "invalid_value", param: "messages[0].role" },
			},
		});
		expect(openRouterError(budget, "r").error.metadata).toEqual({
			scope: "key",
			limit: "1.000000000",
			error_type: "payment_required",
			error_code: "budget_exceeded",
		});
	});

	test("has one of OpenRouter's error types for every code", () => {
		const known = new Set(
			(
				"context_length_exceeded max_tokens_exceeded authentication permission_denied payment_required not_found " +
				"rate_limit_exceeded provider_overloaded provider_unavailable invalid_request payload_too_large " +
				"content_policy_violation invalid_image server timeout"
			).split(" "),
		);
		for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) {
			const { error_type } = openRouterError(new TurnpikeError(code, "x"), "r").error.metadata;
			expect(known, code).toContain(error_type);
		}
	});

	test("ends a stream by OpenRouter's chunk: integer code, finish_reason error, no terminator", () => {
		const head = { id: "gen_1", model: "a/b", provider: "Acme", created: 7 };
		const frame = openRouterStreamError(new TurnpikeError("stream_interrupted", "It broke."), "req_1", head);
		expect(JSON.parse(frame.slice(6))).toEqual({
			id: "gen_1",
			object: "chat.completion.chunk",
			created: 7,
			model: "a/b",
			provider: "Acme",
			error: {
				code: 502,
				message: "It broke.",
				metadata: { error_type: "provider_unavailable", error_code: "stream_interrupted" },
			},
			choices: [{ index: 0, delta: { content: "" }, finish_reason: "error", native_finish_reason: "error" }],
		});
	});
});

describe("anthropicError", () => {
	test("names the place in the message, for the envelope has no field for it", () => {
		expect(anthropicError(role, "req_1")).toEqual({
			type: "error",
			error: { type: "invalid_request_error", message: "messages[0].role: It must be one of user, assistant." },
			request_id: "req_1",
		});
	});

	test.each<[ErrorCode, string]>([
		["invalid_api_key", "authentication_error"],
		["insufficient_credits", "billing_error"],
		["model_not_allowed", "permission_error"],
		["model_not_found", "not_found_error"],
		["request_too_large", "request_too_large"],
		["rate_limit_exceeded", "rate_limit_error"],
		["unsupported_media_type", "invalid_request_error"],
		["all_providers_failed", "api_error"],
		["overloaded", "overloaded_error"],
		["billing_unavailable", "api_error"],
		["upstream_timeout", "timeout_error"],
		["internal_error", "api_error"],
	])("says %s as %s", (code, type) => {
		expect(anthropicError(new TurnpikeError(code, "x"), "r").error.type).toBe(type);
	});

	test("ends a stream by a named event", () => {
		expect(anthropicStreamError(role, "req_1")).toMatch(/^event: error\ndata: \{"type":"error",.*\}\n\n$/);
	});
});

describe("an internal error", () => {
	test("says only that, and the request id, in every envelope", () => {
		for (const body of [openAiError(bug, "req_9"), openRouterError(bug, "req_9"), anthropicError(bug, "req_9")]) {
			expect(body.error.message).toBe("internal error (request id req_9)");
			expect(JSON.stringify(body)).not.toMatch(/ECONNREFUSED|10\.0\.0\.7/);
		}
	});

	test("keeps its cause for our own logs", () => {
		expect(bug.cause).toBeInstanceOf(Error);
		expect(toTurnpikeError(role)).toBe(role);
	});
});
