import { describe, expect, it } from "vitest";
import { parseOptions } from "./options.ts";

const parse = (...args: string[]) => parseOptions(args, () => 99);

describe("parseOptions", () => {
	it("runs everything for about two minutes by default, under a drawn seed", () => {
		expect(parse()).toMatchObject({ seed: 99, seconds: 20, kills: 8, json: false });
		expect(parse()?.scenarios).toEqual(["one", "split", "redis", "drain", "overspend", "dollar", "away", "stuck"]);
	});

	it("takes what it is given", () => {
		expect(parse("--mode", "split,drain", "--seed", "5", "--seconds", "2.5", "--kills", "0", "--json")).toMatchObject({
			scenarios: ["split", "drain"],
			seed: 5,
			seconds: 2.5,
			kills: 0,
			json: true,
		});
	});

	it("shows help instead of running", () => {
		expect(parse("--help")).toBeUndefined();
	});

	it.each([
		[["--mode", "both"], /--mode: both is none of/],
		[["--seconds", "0"], /--seconds/],
		[["--seed", "x"], /--seed/],
		[["--kills", "1.5"], /--kills/],
		[["--loud"], /--loud/],
	])("refuses %j with a sentence", (args, sentence) => {
		expect(() => parse(...args)).toThrow(sentence);
	});
});
