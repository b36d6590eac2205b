import { describe, expect, it } from "vitest";
import { HELP, parseOptions } from "./options.ts";

describe("the command line", () => {
	it("measures everything in three rounds of two seconds by default", () => {
		expect(parseOptions([])).toMatchObject({
			json: false,
			seconds: 2,
			rounds: 3,
			warmRequests: 25_000,
			workloads: ["json", "sse", "holds", "posting"],
			generations: 60_000,
			jsonRates: [200, 1000],
			streamRates: [50, 200],
			targets: ["direct", "bare", "turnpike", "unlogged"],
			topology: "split",
			compare: undefined,
		});
	});

	it("takes one round of a second when quick, unless told otherwise", () => {
		expect(parseOptions(["--quick"])).toMatchObject({ seconds: 1, rounds: 1, generations: 20_000 });
		expect(parseOptions(["--quick", "--rounds", "5"])).toMatchObject({ seconds: 1, rounds: 5 });
		expect(parseOptions(["--quick", "--seconds", "2.5"])?.seconds).toBe(2.5);
	});

	it("takes rates, one workload and another gateway", () => {
		const args = [
			"--rates",
			"100,3000",
			"--only",
			"json",
			"--compare",
			"http://127.0.0.1:4000/v1/",
			"--compare-key",
			"k",
		];
		expect(parseOptions(args)).toMatchObject({
			jsonRates: [100, 3000],
			workloads: ["json"],
			compare: { url: "http://127.0.0.1:4000/v1", key: "k", pid: undefined },
		});
	});

	it("asks for help with --help, and the help names every option", () => {
		expect(parseOptions(["--help"])).toBeUndefined();
		for (const flag of ["--quick", "--only", "--rates", "--compare-pid", "--topology", "--json"])
			expect(HELP).toContain(flag);
	});

	it.each([
		[["--seconds", "0"], /--seconds: 0/],
		[["--rates", "10,fast"], /--rates: fast/],
		[["--only", "xml"], /--only: xml is none of json, sse, holds, posting/],
		[["--targets", "direct,moon"], /--targets: moon/],
		[["--compare", "https://example.com"], /not an http URL/],
		[["--warp"], /--warp/],
	])("refuses %j", (args, sentence) => {
		expect(() => parseOptions(args)).toThrow(sentence);
	});
});
