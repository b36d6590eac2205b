import { describe, expect, it } from "vitest";
import { drain } from "./settlement.ts";
import type { Books } from "./targets/target.ts";

const audit = async () => ({ generations: 0, difference_usd: "0", entries_sum_zero: true });
const waiting = (...counts: number[]): Books => ({ audit, unposted: async () => counts.shift() ?? 0 });

describe("drain", () => {
	it("counts what waited at the end of the load and waits until nothing does", async () => {
		const result = await drain(waiting(120, 40, 0), performance.now() - 1_000, 500, 5_000);
		expect(result.backlog).toBe(120);
		expect(result.drain_ms).toBeGreaterThan(0);
		expect(result.posted_per_second).toBeGreaterThan(100);
		expect(result.posted_per_second).toBeLessThanOrEqual(500);
	});

	it("is done at once when the worker kept up", async () => {
		expect(await drain(waiting(0), performance.now() - 2_000, 1_000, 5_000)).toMatchObject({ backlog: 0 });
	});

	it("gives up after its patience and claims no rate", async () => {
		const stuck: Books = { audit, unposted: async () => 7 };
		expect(await drain(stuck, performance.now(), 10, 1)).toEqual({
			backlog: 7,
			drain_ms: undefined,
			posted_per_second: undefined,
		});
	});
});
