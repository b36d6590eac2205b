import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emissionIntervalUs } from "../gcra.ts";
import type { Admission, Limits, LimitsRequest, Permit } from "../limits.ts";

/** How the suite drives one adapter: on a clock of the test's own, or on the real one with short times. */
export interface LimitsHarness {
	/** A fresh adapter (or a fresh set of keys). */
	readonly open: () => Limits | Promise<Limits>;
	/** Milliseconds on the clock that the adapter sees, or on one that runs like it. */
	readonly now: () => number;
	/** Lets that clock move on by at least so many milliseconds. */
	readonly advance: (ms: number) => void | Promise<void>;
	/** What the adapter was told slots live for. */
	readonly slotTtlMs: number;
	/** How often each property is tried, and how far one step of it may move the clock. */
	readonly runs: number;
	readonly maxStepMs: number;
	/** The largest limit to try: as many calls are made to reach it. */
	readonly maxLimit: number;
}

let lastId = 0;
function fresh(prefix: string): string {
	lastId += 1;
	return `${prefix}_${lastId}_${Math.random().toString(36).slice(2)}`;
}

function permitOf(admission: Admission): Permit {
	if ("refused" in admission) throw new Error(`refused: ${admission.refused}`);
	return admission.permit;
}

function asks(keyId: string, limits: Omit<LimitsRequest, "keyId" | "permitId">): LimitsRequest {
	return { keyId, permitId: fresh("gen"), ...limits };
}

/** The suite every adapter of `Limits` passes. */
export function limitsContract(name: string, harness: LimitsHarness): void {
	describe(`Limits: ${name}`, () => {
		describe("requests per minute", () => rateContract(harness));
		describe("concurrency", () => concurrencyContract(harness));
		describe("both together", () => togetherContract(harness));
	});
}

function rateContract({ open, now, advance, runs, maxStepMs, maxLimit }: LimitsHarness): void {
	it("admits a minute's requests at once, refuses the next, and says when to come back", async () => {
		const limits = await open();
		const keyId = fresh("key");
		for (let n = 1; n <= 5; n++) {
			const admission = await limits.admit(asks(keyId, { requestsPerMinute: 5 }));
			expect(admission).toMatchObject({
				permit: { keyId, holdsSlot: false },
				requests: { limit: 5, remaining: 5 - n },
			});
		}
		const refusal = await limits.admit(asks(keyId, { requestsPerMinute: 5 }));
		expect(refusal).toMatchObject({ refused: "rate_limit_exceeded", limit: 5, requests: { limit: 5, remaining: 0 } });
		if (!("refused" in refusal)) return;
		expect(refusal.retryAfterMs).toBeGreaterThan(10_000);
		expect(refusal.retryAfterMs).toBeLessThanOrEqual(12_000);
	});

	it("admits again after the time it named, and refusals in between do not push it back", async () => {
		const limits = await open();
		const keyId = fresh("key");
		const requestsPerMinute = 60;
		const ask = async () => limits.admit(asks(keyId, { requestsPerMinute }));
		let first = await ask();
		while (!("refused" in first)) first = await ask();
		let last = first;
		for (let n = 0; n < 5; n++) {
			const again = await ask();
			if (!("refused" in again)) throw new Error("admitted before the time it named");
			last = again;
		}
		expect(last.retryAfterMs).toBeLessThanOrEqual(first.retryAfterMs);
		await advance(last.retryAfterMs);
		permitOf(await ask());
	});

	it("counts each key for itself, and a key without limits not at all", async () => {
		const limits = await open();
		const [one, two] = [fresh("key"), fresh("key")];
		permitOf(await limits.admit(asks(one, { requestsPerMinute: 1 })));
		permitOf(await limits.admit(asks(two, { requestsPerMinute: 1 })));
		expect(await limits.admit(asks(one, { requestsPerMinute: 1 }))).toMatchObject({ refused: "rate_limit_exceeded" });
		const unlimited = await limits.admit(asks(one, {}));
		expect(unlimited).toEqual({ permit: { keyId: one, permitId: expect.any(String), holdsSlot: false } });
	});

	it("rejects limits that are not whole numbers in range", async () => {
		const limits = await open();
		for (const requestsPerMinute of [0, -1, 1.5, 1_000_001, Number.NaN]) {
			await expect((async () => limits.admit(asks("key", { requestsPerMinute })))()).rejects.toThrow(RangeError);
		}
		for (const maxConcurrent of [0, -1, 1.5, Number.POSITIVE_INFINITY]) {
			await expect((async () => limits.admit(asks("key", { maxConcurrent })))()).rejects.toThrow(RangeError);
		}
	});

	it("never admits more than burst + rate × t in any span", async () => {
		const step = fc.record({
			advanceMs: fc.integer({ min: 0, max: maxStepMs }),
			calls: fc.integer({ min: 1, max: 6 }),
		});
		const limit = fc.integer({ min: 1, max: maxLimit });
		await fc.assert(
			fc.asyncProperty(limit, fc.array(step, { maxLength: 12 }), async (requestsPerMinute, steps) => {
				const limits = await open();
				const keyId = fresh("key");
				const admitted: { from: number; to: number }[] = [];
				// All but the last few are spent first, so that the steps are at the edge.
				const spend = Math.max(0, requestsPerMinute - 3);
				for (const { advanceMs, calls } of [{ advanceMs: 0, calls: spend }, ...steps]) {
					if (advanceMs > 0) await advance(advanceMs);
					const from = now();
					const answers = await Promise.all(
						Array.from({ length: calls }, async () => limits.admit(asks(keyId, { requestsPerMinute }))),
					);
					const to = now();
					for (const answer of answers) if (!("refused" in answer)) admitted.push({ from, to });
				}
				const first = admitted[0];
				for (const [index, { to }] of admitted.entries()) {
					const elapsedUs = (to - (first?.from ?? to)) * 1000;
					const most = requestsPerMinute + Math.floor(elapsedUs / emissionIntervalUs(requestsPerMinute));
					expect(index + 1).toBeLessThanOrEqual(most);
				}
			}),
			{ numRuns: runs },
		);
	});
}

function concurrencyContract({ open, advance, slotTtlMs, runs }: LimitsHarness): void {
	it("refuses the call over the cap and admits it once another ended", async () => {
		const limits = await open();
		const keyId = fresh("key");
		const first = permitOf(await limits.admit(asks(keyId, { maxConcurrent: 2 })));
		permitOf(await limits.admit(asks(keyId, { maxConcurrent: 2 })));
		const refusal = await limits.admit(asks(keyId, { maxConcurrent: 2 }));
		expect(refusal).toMatchObject({ refused: "concurrency_limit_exceeded", limit: 2, retryAfterMs: 1000 });
		await limits.release(first);
		permitOf(await limits.admit(asks(keyId, { maxConcurrent: 2 })));
	});

	it("frees one slot for one permit, however often it is released", async () => {
		const limits = await open();
		const keyId = fresh("key");
		const first = permitOf(await limits.admit(asks(keyId, { maxConcurrent: 2 })));
		permitOf(await limits.admit(asks(keyId, { maxConcurrent: 2 })));
		await limits.release(first);
		await limits.release(first);
		permitOf(await limits.admit(asks(keyId, { maxConcurrent: 2 })));
		expect(await limits.admit(asks(keyId, { maxConcurrent: 2 }))).toHaveProperty("refused");
	});

	it("gives a permit that is asked for twice one slot", async () => {
		const limits = await open();
		const request = asks(fresh("key"), { maxConcurrent: 1, requestsPerMinute: 2 });
		permitOf(await limits.admit(request));
		const again = await limits.admit(request);
		permitOf(again);
		await limits.release(permitOf(again));
		permitOf(await limits.admit({ ...request, permitId: fresh("gen") }));
	});

	it("frees the slots of a process that died once they expire", async () => {
		const limits = await open();
		const keyId = fresh("key");
		const lost = permitOf(await limits.admit(asks(keyId, { maxConcurrent: 1 })));
		await advance(slotTtlMs / 2);
		expect(await limits.admit(asks(keyId, { maxConcurrent: 1 }))).toHaveProperty("refused");
		await advance(slotTtlMs / 2 + 1);
		permitOf(await limits.admit(asks(keyId, { maxConcurrent: 1 })));
		await limits.release(lost);
		expect(await limits.admit(asks(keyId, { maxConcurrent: 1 }))).toHaveProperty("refused");
	});

	it("never has more calls in flight than the cap, under any interleaving", async () => {
		const moves = fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), { maxLength: 20 });
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 1, max: 5 }), moves, async (maxConcurrent, rounds) => {
				const limits = await open();
				const keyId = fresh("key");
				const running: Permit[] = [];
				for (const round of rounds) {
					await Promise.all(
						round.map(async (arrives) => {
							const ending = arrives ? undefined : running.shift();
							if (ending) return limits.release(ending);
							const admission = await limits.admit(asks(keyId, { maxConcurrent }));
							if (!("refused" in admission)) running.push(admission.permit);
							expect(running.length).toBeLessThanOrEqual(maxConcurrent);
						}),
					);
				}
				await Promise.all(running.map(async (permit) => limits.release(permit)));
				for (let n = 0; n < maxConcurrent; n++) permitOf(await limits.admit(asks(keyId, { maxConcurrent })));
			}),
			{ numRuns: runs },
		);
	});
}

function togetherContract({ open }: LimitsHarness): void {
	it("consumes no request when the slot is refused", async () => {
		const limits = await open();
		const keyId = fresh("key");
		const both = { requestsPerMinute: 2, maxConcurrent: 1 };
		const first = permitOf(await limits.admit(asks(keyId, both)));
		for (let n = 0; n < 3; n++) {
			expect(await limits.admit(asks(keyId, both))).toMatchObject({ refused: "concurrency_limit_exceeded" });
		}
		await limits.release(first);
		permitOf(await limits.admit(asks(keyId, both)));
	});

	it("takes no slot when the request is refused", async () => {
		const limits = await open();
		const keyId = fresh("key");
		permitOf(await limits.admit(asks(keyId, { requestsPerMinute: 1, maxConcurrent: 2 })));
		for (let n = 0; n < 3; n++) {
			const refusal = await limits.admit(asks(keyId, { requestsPerMinute: 1, maxConcurrent: 2 }));
			expect(refusal).toMatchObject({ refused: "rate_limit_exceeded" });
		}
		permitOf(await limits.admit(asks(keyId, { maxConcurrent: 2 })));
	});
}
