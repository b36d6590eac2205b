import fc from "fast-check";
import { expect, test } from "vitest";
import { countTokens, tokenize } from "./tokens.ts";

test("tokens joined are the text, and are as many as counted", () => {
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string({ unit: "binary" }),
				fc.lorem(),
				fc.string({ unit: fc.constantFrom(" ", "a", "!", "\n", "😀") }),
			),
			(text) => {
				const tokens = tokenize(text);
				expect(tokens.join("")).toBe(text);
				expect(countTokens(text)).toBe(tokens.length);
				expect(tokens.length > 0).toBe(text !== "");
				expect(tokens.every((token) => token !== "")).toBe(true);
			},
		),
	);
});

test("words take the space before them, punctuation stands alone, long words are cut", () => {
	expect(tokenize("Hello, big  world! ")).toEqual(["Hello", ",", " big", "  world", "!", " "]);
	expect(tokenize("abcdefghijklmnop")).toEqual(["abcdefghijkl", "mnop"]);
});

test("no character is split in two", () => {
	for (const token of tokenize(`${"😀".repeat(20)}aaaaaaaaaaa😀`)) expect(token.isWellFormed()).toBe(true);
});
