import type { HoldRefusal } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import { describe, expect, it } from "vitest";
import { aCall, anAttempt } from "./examples.fixture.ts";
import { needOf } from "./needs.ts";
import { billingUnavailable, refusalError } from "./refusal-error.ts";

const call = aCall({ maxOutputTokens: 1_000 });
const needs = [needOf(call, anAttempt("dear", "20")), needOf(call, anAttempt("cheap", "10"))];
const budget = { scope: "project", limitNanoUsd: nanoUsd(5_000_000n), spentNanoUsd: nanoUsd(3_000_000n) } as const;
const reached = (resetsAt: number | undefined): HoldRefusal => ({
	reason: "budget_exceeded",
	availableNanoUsd: nanoUsd(1_000_000_000n),
	budget: { ...budget, resetsAt },
});

describe("a refused hold", () => {
	it("says what is there, what the cheapest endpoint needs, and what would fit", () => {
		const error = refusalError({ reason: "insufficient_credits", availableNanoUsd: nanoUsd(5_100_000n) }, call, needs);
		expect(error.metadata).toEqual({ available: "0.005100000", needed: "0.010100000", affordable_max_tokens: 500 });
		expect(error.message).toContain("set max_tokens to at most 500");
		expect(error).toMatchObject({ status: 402, shouldRetry: false });
	});

	it("advises no max_tokens where none would help", () => {
		const refusal = { reason: "insufficient_credits", availableNanoUsd: nanoUsd(0n) } as const;
		expect(refusalError(refusal, call, needs).message).not.toContain("max_tokens");
		const embeddings = aCall({ format: "embeddings" });
		const embeddingNeeds = [needOf(embeddings, anAttempt("cheap"))];
		expect(refusalError(refusal, embeddings, embeddingNeeds).message).not.toContain("max_tokens");
	});

	it("names the budget that was reached, its room and when it resets", () => {
		const error = refusalError(reached(Date.UTC(2026, 11, 1)), call, needs);
		expect(error).toMatchObject({ status: 402, code: "budget_exceeded" });
		expect(error.message).toContain("project's budget of $0.005000000");
		expect(error.message).toContain("2026-12-01T00:00:00.000Z");
		expect(error.metadata).toMatchObject({ scope: "project", spent: "0.003000000", affordable_max_tokens: 190 });
	});

	it("says nothing of a reset where a budget is for life", () => {
		const error = refusalError(reached(undefined), call, needs);
		expect(error.message).not.toContain("resets");
		expect(error.metadata).toMatchObject({ resets_at: null });
	});

	it("says which ceiling of the caller's was too low", () => {
		const capped = aCall({ maxOutputTokens: 1_000, maxCostNanoUsd: nanoUsd(1_100_000n) });
		const error = refusalError("max_cost", capped, needs);
		expect(error).toMatchObject({ status: 402, code: "max_cost_exceeded" });
		expect(error.metadata).toEqual({ max_cost: "0.001100000", needed: "0.010100000", affordable_max_tokens: 100 });
	});
});

describe("billing that is away", () => {
	it("is worth another try, and keeps its cause to itself", () => {
		const cause = new Error("connection to db-7 refused");
		const error = billingUnavailable(cause);
		expect(error).toMatchObject({ status: 503, code: "billing_unavailable", retryAfterSeconds: 2, shouldRetry: true });
		expect(error.cause).toBe(cause);
		expect(error.message).not.toContain("db-7");
		expect(refusalError({ reason: "unavailable" }, call, needs).code).toBe("billing_unavailable");
	});
});
