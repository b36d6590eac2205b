import { describe, expect, it } from "vitest";
import { parseCpuList, place } from "./placement.ts";

describe("place", () => {
	it("gives the target one of two cores and everything else the other", () => {
		expect(place([0, 1], true).core).toEqual({ target: 0, upstream: 1, loader: 1, database: 1 });
	});

	it("gives the database the third core and everything its own with four", () => {
		expect(place([0, 1, 2], true).core).toEqual({ target: 0, upstream: 1, loader: 1, database: 2 });
		expect(place([4, 5, 6, 7], true).core).toEqual({ target: 4, upstream: 5, loader: 6, database: 7 });
	});

	it("says where everything sits", () => {
		expect(place([0, 1], true).description).toBe("target on core 0; upstream, loader, database on core 1 of 2 cores");
	});

	it("pins nothing on one core or without taskset, and says so", () => {
		expect(place([0], true)).toEqual({ core: undefined, description: "not pinned (1 cores)" });
		expect(place([0, 1], false)).toEqual({ core: undefined, description: "not pinned (2 cores, no taskset)" });
	});
});

describe("parseCpuList", () => {
	it("reads ranges and single cores", () => {
		expect(parseCpuList("0-2,8\n")).toEqual([0, 1, 2, 8]);
		expect(parseCpuList("3")).toEqual([3]);
	});

	it("refuses what is no list", () => {
		expect(() => parseCpuList("all")).toThrow(/not a list/);
	});
});
