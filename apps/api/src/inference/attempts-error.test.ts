import { TurnpikeError, type UpstreamFailure } from "@turnpike/wire";
import { describe, expect, it } from "vitest";
import { allAttemptsFailed, type FailedAttempt } from "./attempts-error.ts";
import { aCall, anAttempt } from "./examples.fixture.ts";
import { needOf } from "./needs.ts";

function failed(
	kind: UpstreamFailure["kind"],
	more: Partial<UpstreamFailure> = {},
	refusal: TurnpikeError | undefined = undefined,
): FailedAttempt {
	const failure = { kind, status: undefined, message: `said ${kind}`, ...more };
	return { need: needOf(aCall(), anAttempt("azure")), failure, refusal };
}

describe("a call that no endpoint answered", () => {
	it("is the upstreams' failure where any of them failed by its own fault", () => {
		const error = allAttemptsFailed([failed("rejected", { status: 400 }), failed("unavailable", { status: 503 })]);
		expect(error).toMatchObject({ code: "all_providers_failed", shouldRetry: true });
		expect(error.message).toContain("(2 tried)");
	});

	it("names every attempt, with null where there was no status", () => {
		const { metadata } = allAttemptsFailed([failed("unavailable", { status: 503 }), failed("connection")]);
		const where = { provider: "azure", model: "openai/gpt-5.5" };
		expect(metadata?.attempts).toEqual([
			{ ...where, status: 503, reason: "unavailable", message: "said unavailable" },
			{ ...where, status: null, reason: "connection", message: "said connection" },
		]);
	});

	it("timed out where all of them did, or none was reached in time", () => {
		expect(allAttemptsFailed([failed("timeout"), failed("timeout")]).code).toBe("upstream_timeout");
		expect(allAttemptsFailed([]).code).toBe("upstream_timeout");
		expect(allAttemptsFailed([failed("timeout"), failed("connection")]).code).toBe("all_providers_failed");
	});

	it("may be tried again after the longest of the waits that were asked for", () => {
		const hints = [3, 20, 7].map((retryAfterSeconds) => failed("rate_limited", { retryAfterSeconds }));
		expect(allAttemptsFailed([...hints, failed("connection")]).retryAfterSeconds).toBe(20);
		expect(allAttemptsFailed([failed("connection")]).retryAfterSeconds).toBeUndefined();
	});
});

describe("a call that every endpoint refused", () => {
	it.each([
		["rejected", "invalid_value"],
		["content_policy", "invalid_value"],
		["context_length", "context_length_exceeded"],
	] as const)("is the caller's mistake: %s", (kind, code) => {
		const error = allAttemptsFailed([failed(kind, { status: 400 }), failed("rejected", { status: 422 })]);
		expect(error).toMatchObject({ code, status: 400, shouldRetry: false });
		expect(error.message).toBe(`azure refused the request: said ${kind}`);
	});

	it("is told our own word where we could not even put it", () => {
		const own = new TurnpikeError("invalid_value", "`n` must be 1 there.", { param: "n" });
		expect(allAttemptsFailed([failed("rejected", {}, own), failed("rejected")])).toBe(own);
	});
});
