import { describe, expect, it } from "vitest";
import type { Load } from "../load/job.ts";
import { measured } from "./measurement.fixture.ts";
import { medianRound } from "./median-round.ts";

const closed: Load = { kind: "closed", connections: 64 };
const open: Load = { kind: "open", per_second: 200 };

describe("medianRound", () => {
	it("takes the middle of three by throughput in a closed loop", () => {
		const rounds = [9_000, 2_000, 8_500].map((rate) => measured("bare", closed, rate, 1));
		const [first, ...others] = rounds;
		expect(first && medianRound([first, ...others]).outcome.per_second).toBe(8_500);
	});

	it("takes the middle of three by latency in an open loop, and the slower of two", () => {
		const [a, b, c] = [
			measured("bare", open, 200, 0.4),
			measured("bare", open, 200, 3),
			measured("bare", open, 200, 0.5),
		];
		expect(medianRound([a, b, c]).outcome.first_byte.p50_ms).toBe(0.5);
		expect(medianRound([a, c]).outcome.first_byte.p50_ms).toBe(0.5);
	});

	it("forgets no failure of the rounds it drops", () => {
		const failing = (rate: number, errors: Record<string, number>) => {
			const one = measured("turnpike", closed, rate, 1);
			return { ...one, outcome: { ...one.outcome, errors } };
		};
		const middle = medianRound([failing(1, { closed: 2 }), failing(5, {}), failing(9, { closed: 1, "status 503": 4 })]);
		expect(middle.outcome.per_second).toBe(5);
		expect(middle.outcome.errors).toEqual({ closed: 3, "status 503": 4 });
	});
});
