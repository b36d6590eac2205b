import type { UpstreamFailure } from "@turnpike/wire";
import { describe, expect, it } from "vitest";
import { EndpointHealth } from "./endpoint-health.ts";

const FAILED: UpstreamFailure = { kind: "unavailable", status: 503, message: "no" };
const A = "openai/gpt-5.5@azure";

function open() {
	const clock = { now: 1_000 };
	const health = new EndpointHealth(() => clock.now);
	const fail = (times: number, failure = FAILED) => {
		for (let time = 0; time < times; time++) {
			health.began(A);
			health.failed(A, failure);
		}
	};
	const answer = (times: number) => {
		for (let time = 0; time < times; time++) {
			health.began(A);
			health.answered(A);
		}
	};
	return { clock, health, fail, answer };
}

describe("an endpoint", () => {
	it.each([
		["fifty failures", 50, FAILED],
		["five timeouts", 5, { kind: "timeout", status: undefined, message: "no first byte in time" } as const],
	])("rests after %s in a row, and nobody else does", (_, times, failure) => {
		const { health, fail: failWith } = open();
		const fail = (count: number) => failWith(count, failure);
		fail(times - 1);
		expect(health.isOpen(A)).toBe(false);
		fail(1);
		expect(health.isOpen(A)).toBe(true);
		expect(health.isOpen("another")).toBe(false);
	});

	it.each([
		["a third", 2, true],
		["an eighth", 7, false],
	])("of whose calls %s fails rests: %#", (_, answers, rests) => {
		const { health, fail, answer } = open();
		for (let time = 0; time < 200; time++) {
			fail(1);
			answer(answers);
		}
		fail(1);
		expect(health.isOpen(A)).toBe(rests);
	});

	it("is looked at by one call when it has rested, and is back when that is answered", () => {
		const { clock, health, fail, answer } = open();
		fail(50);
		clock.now += 5_000;
		expect(health.isOpen(A)).toBe(false);
		health.began(A);
		expect(health.isOpen(A)).toBe(true);
		health.answered(A);
		expect(health.isOpen(A)).toBe(false);
		fail(49);
		expect(health.isOpen(A)).toBe(false);
		answer(200);
		fail(49);
		expect(health.isOpen(A)).toBe(false);
	});

	it("rests twice as long each time that look fails, up to half a minute", () => {
		const { clock, health, fail } = open();
		fail(50);
		for (const restMs of [5_000, 10_000, 20_000, 30_000, 30_000]) {
			clock.now += restMs - 1;
			expect(health.isOpen(A)).toBe(true);
			clock.now += 1;
			expect(health.isOpen(A)).toBe(false);
			fail(1);
		}
	});

	it("whose look came to nothing is looked at by the next call; one that hangs keeps others away for a while only", () => {
		const { clock, health, fail } = open();
		fail(50);
		clock.now += 5_000;
		health.began(A);
		health.left(A);
		expect(health.isOpen(A)).toBe(false);
		health.began(A);
		expect(health.isOpen(A)).toBe(true);
		clock.now += 5_000;
		expect(health.isOpen(A)).toBe(false);
	});

	it("that rests is not brought back by what it was asked before", () => {
		const { health, fail } = open();
		fail(50);
		health.answered(A);
		expect(health.isOpen(A)).toBe(true);
	});

	it("that asks for time gets it at once, up to ten seconds", () => {
		for (const [retryAfterSeconds, restMs] of [
			[3, 3_000],
			[86_400, 10_000],
		] as const) {
			const { clock, health, fail } = open();
			fail(1, { kind: "rate_limited", status: 429, message: "slow down", retryAfterSeconds });
			clock.now += restMs - 1;
			expect(health.isOpen(A)).toBe(true);
			clock.now += 1;
			expect(health.isOpen(A)).toBe(false);
		}
	});

	it.each(["rejected", "context_length", "content_policy"] as const)(
		"is not at fault for a call that is %s",
		(kind) => {
			const { health, fail } = open();
			fail(500, { kind, status: 400, message: "no" });
			expect(health.isOpen(A)).toBe(false);
		},
	);
});
