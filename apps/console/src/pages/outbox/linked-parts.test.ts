import { expect, test } from "vitest";
import { linkedParts } from "./linked-parts.ts";

test("links are told apart from the words around them, and nothing is lost", () => {
	const text = "Confirm:\nhttps://turnpike.test/verify?token=a.b-c&next=%2F.\n\nSee http://x.test/y, or not.";
	const parts = linkedParts(text);
	expect(parts.map((part) => part.text).join("")).toBe(text);
	expect(parts.filter(({ link }) => link).map((part) => part.text)).toEqual([
		"https://turnpike.test/verify?token=a.b-c&next=%2F",
		"http://x.test/y",
	]);
});

test("what only looks like one is none", () => {
	expect(linkedParts("javascript:alert(1) ftp://x.test").some(({ link }) => link)).toBe(false);
	expect(linkedParts("")).toEqual([]);
});
