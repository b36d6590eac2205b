import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emissionIntervalUs, gcra } from "./gcra.ts";

describe("gcra", () => {
	it("admits a whole minute's requests at once, and then says when the next one will do", () => {
		let tatUs: number | undefined;
		for (let n = 1; n <= 5; n++) {
			const decision = gcra(tatUs, 1_000, 5);
			expect(decision).toMatchObject({ admitted: true, retryAfterMs: 0, requests: { limit: 5, remaining: 5 - n } });
			tatUs = decision.tatUs;
		}
		const sixth = gcra(tatUs, 1_000, 5);
		expect(sixth).toEqual({
			admitted: false,
			tatUs,
			retryAfterMs: 12_000,
			requests: { limit: 5, remaining: 0, resetMs: 60_000 },
		});
	});

	it("admits again exactly when it said it would, not a microsecond before", () => {
		const spent = 60_000_000;
		expect(gcra(spent, 11_999_999, 5).admitted).toBe(false);
		expect(gcra(spent, 12_000_000, 5).admitted).toBe(true);
	});

	it("never lets an idle key save up more than its burst", () => {
		const decision = gcra(5, 3_600_000_000, 60);
		expect(decision.requests).toEqual({ limit: 60, remaining: 59, resetMs: 1_000 });
	});

	it("makes nobody wait longer than one interval when the clock was set back or the limit was lowered", () => {
		expect(gcra(9_000_000_000, 0, 2).retryAfterMs).toBe(30_000);
		expect(gcra(60_000_000, 0, 1).retryAfterMs).toBe(60_000);
	});

	it("rounds the interval up, so the rate stays below the limit where a minute does not divide", () => {
		expect(emissionIntervalUs(7)).toBe(8_571_429);
		expect(emissionIntervalUs(1_000_000)).toBe(60);
	});

	it("admits at most burst + rate × t in every span, whatever the arrivals", () => {
		const arrivals = fc.array(fc.integer({ min: 0, max: 20_000_000 }), { maxLength: 80 });
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 40 }), arrivals, (limit, gaps) => {
				const admittedAt: number[] = [];
				let tatUs: number | undefined;
				let nowUs = 0;
				for (const gap of gaps) {
					nowUs += gap;
					const decision = gcra(tatUs, nowUs, limit);
					tatUs = decision.tatUs;
					if (decision.admitted) admittedAt.push(nowUs);
				}
				for (const [first, start] of admittedAt.entries()) {
					for (const [index, end] of admittedAt.slice(first).entries()) {
						expect(index + 1).toBeLessThanOrEqual(limit + Math.floor((end - start) / emissionIntervalUs(limit)));
					}
				}
			}),
		);
	});

	it("is truthful: `remaining` more are admitted now, and not one over", () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 70_000_000 }), (limit, tat) => {
				let decision = gcra(tat, 0, limit);
				const { remaining } = decision.requests;
				for (let n = 0; n < remaining; n++) {
					decision = gcra(decision.tatUs, 0, limit);
					expect(decision.admitted).toBe(true);
				}
				expect(gcra(decision.tatUs, 0, limit).admitted).toBe(false);
			}),
		);
	});

	it("changes nothing when it refuses", () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 60_000_000 }), (limit, tat) => {
				const first = gcra(tat, 0, limit);
				fc.pre(!first.admitted);
				expect(gcra(first.tatUs, 0, limit)).toEqual(first);
			}),
		);
	});
});
