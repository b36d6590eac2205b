import { describe, expect, it } from "vitest";
import { parseResident, parseStat } from "./proc-stat.ts";

describe("parseStat", () => {
	it("finds parent and CPU time behind a command with spaces and parentheses", () => {
		const stat = "4242 (bun (api) x) S 17 4242 1 0 -1 4194304 900 0 3 0 250 50 7 8 20 0 9 0 123 456 789";
		expect(parseStat(stat)).toEqual({ parentPid: 17, cpuUs: 3_000_000 });
	});

	it("refuses what is no stat line", () => {
		expect(() => parseStat("gone")).toThrow(/not a process/);
	});
});

describe("parseResident", () => {
	it("reads kilobytes as bytes", () => {
		expect(parseResident("Name:\tbun\nVmHWM:\t  99 kB\nVmRSS:\t  2048 kB\n")).toBe(2_097_152);
	});

	it("is 0 for a process without memory of its own", () => {
		expect(parseResident("Name:\tkthreadd\n")).toBe(0);
	});
});
