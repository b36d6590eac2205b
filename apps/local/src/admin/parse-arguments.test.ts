import { describe, expect, it } from "vitest";
import { WrongUse } from "./failures.ts";
import { parseArguments } from "./parse-arguments.ts";
import { defineVerb } from "./verb.ts";

const verb = defineVerb({
	name: "paint",
	summary: "Paints.",
	options: {
		wall: { value: "ID", help: "Which.", required: true },
		coats: { value: "N", help: "How many." },
		quickly: { help: "Without waiting." },
	},
	positionals: [
		{ name: "WHAT", help: "What to do.", oneOf: ["start", "stop"], required: true },
		{ name: "COLOUR", help: "Any." },
	],
	plan: () => async () => ({ json: {}, text: "" }),
});

const parse = (line: string) => parseArguments(verb, line.split(" ").filter(Boolean));

describe("parseArguments", () => {
	it("reads values written apart or with an equals sign, switches and words in any order", () => {
		const given = parse("--coats=2 start --quickly --wall w1 red --json");
		expect([given.text("wall"), given.text("coats")]).toEqual(["w1", "2"]);
		expect([given.has("quickly"), given.has("json"), given.has("help")]).toEqual([true, true, false]);
		expect([given.positional(0), given.positional(1), given.positional(2)]).toEqual(["start", "red", undefined]);
	});

	it("takes words behind two dashes for words, whatever they look like", () => {
		expect(parse("start --wall w1 -- --red").positional(1)).toBe("--red");
	});

	it("takes a value that begins with a dash when it is written with an equals sign", () => {
		expect(parse("start --wall=-w").text("wall")).toBe("-w");
	});

	it.each([
		["start", "paint needs --wall ID."],
		["--wall w1", "paint needs start or stop."],
		["rest --wall w1", 'paint takes start or stop, not "rest".'],
		["start red fast --wall w1", 'paint does not know what to do with "fast".'],
		["start --wall", "--wall needs a value: ID."],
		["start --wall=", "--wall needs a value: ID."],
		["start --wall --quickly", "--wall needs a value; write --wall=--quickly if --quickly is meant."],
		["start --wall w1 --wall w2", "--wall is given twice."],
		["start --wall w1 --quickly=yes", "--quickly takes no value."],
		["start --wall w1 --colour red", "paint has no option --colour."],
		["start --wall w1 -q", "paint has no option -q."],
		["start --wall w1 --toString", "paint has no option --toString."],
		["start --wall w1 --__proto__", "paint has no option --__proto__."],
	])("refuses `paint %s` with a sentence", (line, sentence) => {
		expect(() => parse(line)).toThrow(new WrongUse(sentence));
	});

	it("asks for nothing more when help is wanted", () => {
		expect(parse("--help").has("help")).toBe(true);
		expect(parse("-h").has("help")).toBe(true);
	});
});
