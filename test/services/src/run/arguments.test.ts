import { expect, test } from "vitest";
import { parseArguments } from "./arguments.ts";

test("nothing asked is everything", () => {
	expect(parseArguments([])).toEqual({ filters: [], patterns: [], options: [], help: false });
});

test("workspaces, parts of paths and vitest's options are told apart", () => {
	const words = ["--filter", "@turnpike/money", "round", "--filter=./apps/*", "-F", "x", "--", "-t", "exactly once"];
	expect(parseArguments(words)).toEqual({
		filters: ["@turnpike/money", "./apps/*", "x"],
		patterns: ["round"],
		options: ["-t", "exactly once"],
		help: false,
	});
});

test("an option that is not ours is refused with where it belongs", () => {
	expect(() => parseArguments(["-t", "name"])).toThrow(/unknown option -t; vitest's options go after another --/);
	expect(() => parseArguments(["--filter"])).toThrow(/--filter needs the name of a workspace/);
});

test("help is help", () => {
	expect(parseArguments(["--help"]).help).toBe(true);
});
