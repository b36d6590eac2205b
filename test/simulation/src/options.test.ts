import { expect, it } from "vitest";
import { parseOptions } from "./options.ts";

const draw = () => 7;

it("plays two hundred stories from a seed that is drawn, and one of a seed that is named", () => {
	expect(parseOptions([], draw)).toEqual({ seed: 7, seeds: 200, steps: 120 });
	expect(parseOptions(["--seed", "4"], draw)).toEqual({ seed: 4, seeds: 1, steps: 120 });
	expect(parseOptions(["--seed", "4", "--seeds", "9", "--steps", "30"], draw)).toEqual({
		seed: 4,
		seeds: 9,
		steps: 30,
	});
	expect(parseOptions(["--help"], draw)).toBeUndefined();
});

it("says what is wrong with what was asked", () => {
	expect(() => parseOptions(["--seeds", "many"], draw)).toThrow("--seeds: many is not a whole number from 1");
	expect(() => parseOptions(["--steps", "0"], draw)).toThrow("--steps: 0");
	expect(() => parseOptions(["--nights", "1"], draw)).toThrow();
});
