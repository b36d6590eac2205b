import { expect, test } from "vitest";
import { axisTicks, usdTick } from "./axis-ticks.ts";

const usdTicks = (highest: number) => {
	const { step, values } = axisTicks(highest, 0);
	return values.map((value) => usdTick(value, step));
};

test("marks are round, in as few digits as tell them apart", () => {
	expect(usdTicks(0.0025)).toEqual(["$0", "$0.001", "$0.002", "$0.003"]);
	expect(usdTicks(0.00016)).toEqual(["$0", "$0.00005", "$0.00010", "$0.00015", "$0.00020"]);
	expect(usdTicks(1.9)).toEqual(["$0", "$0.50", "$1.00", "$1.50", "$2.00"]);
	expect(usdTicks(75)).toEqual(["$0", "$20", "$40", "$60", "$80"]);
	expect(usdTicks(4_800)).toEqual(["$0", "$2k", "$4k", "$6k"]);
	expect(usdTicks(0)).toEqual(["$0", "$0.50"]);
});

test("what is counted has no half of one", () => {
	expect(axisTicks(2, 1).values).toEqual([0, 1, 2]);
	expect(axisTicks(0, 1).values).toEqual([0, 1]);
	expect(axisTicks(9, 1).values).toEqual([0, 5, 10]);
});

test("the highest is below the last mark, and above the one before", () => {
	for (let exponent = -9; exponent < 12; exponent++) {
		for (let times = 1; times < 100; times++) {
			const highest = times * 10 ** exponent;
			const { step, values } = axisTicks(highest, 0);
			expect(values.length).toBeLessThanOrEqual(5);
			expect((values.at(-1) ?? 0) + step * 1e-5).toBeGreaterThanOrEqual(highest);
			expect(values.at(-2)).toBeLessThan(highest);
		}
	}
});
