import { describe, expect, it } from "vitest";
import { seededRandom } from "./seeded-random.ts";

const drawn = (seed: number) => {
	const random = seededRandom(seed);
	return Array.from({ length: 20 }, () => random.next());
};

describe("seededRandom", () => {
	it("draws the same numbers for the same seed and others for another", () => {
		expect(drawn(7)).toEqual(drawn(7));
		expect(drawn(7)).not.toEqual(drawn(8));
	});

	it("reaches both ends of a range and nothing beyond", () => {
		const random = seededRandom(1);
		const seen = new Set(Array.from({ length: 200 }, () => random.between(2, 4)));
		expect([...seen].sort()).toEqual([2, 3, 4]);
	});

	it("forks by name, whatever was drawn before", () => {
		const fresh = seededRandom(3);
		const used = seededRandom(3);
		used.next();
		expect(used.fork("kills").next()).toBe(fresh.fork("kills").next());
		expect(fresh.fork("kills").next()).not.toBe(fresh.fork("callers").next());
	});

	it("shuffles without losing anything", () => {
		expect(seededRandom(5).shuffled([1, 2, 3, 4, 5]).sort()).toEqual([1, 2, 3, 4, 5]);
	});

	it("refuses to pick from nothing", () => {
		expect(() => seededRandom(1).pick([])).toThrow(RangeError);
	});
});
