import { describe, expect, it } from "vitest";
import { cpuBetween, type Resources, resourcesOf } from "./resources.ts";

const used = (...cpuUs: [number, number][]): Resources => ({ cpuUs: new Map(cpuUs), residentBytes: 0 });

describe("cpuBetween", () => {
	it("adds up what each process used in between, new ones included", () => {
		expect(cpuBetween(used([1, 100], [2, 50]), used([1, 130], [2, 50], [3, 7]))).toBe(37);
	});

	it("is never negative because a process ended", () => {
		expect(cpuBetween(used([1, 100], [2, 9_000]), used([1, 104]))).toBe(4);
	});
});

describe("resourcesOf", () => {
	it("knows nothing without a process", () => {
		expect(resourcesOf([])).toBeUndefined();
	});

	it.runIf(process.platform === "linux")("counts this very process and its memory", () => {
		const resources = resourcesOf([process.pid]);
		expect(resources?.cpuUs.get(process.pid)).toBeGreaterThan(0);
		expect(resources?.residentBytes).toBeGreaterThan(1e6);
	});
});
