import { expect, test } from "vitest";
import { listOf, parseUrlSearch, textOf, writeUrlSearch } from "./url-search.ts";

test("what is written is read again as the same text", () => {
	const search = { q: "12", compare: "openai/gpt-5,xai/grok-4.3", odd: "a&b=c #ü" };
	expect(parseUrlSearch(writeUrlSearch(search))).toEqual(search);
	expect(writeUrlSearch(search)).toMatch(/compare=openai\/gpt-5,xai\/grok-4\.3/);
});

test("what is empty leaves the address", () => {
	expect(writeUrlSearch({ q: "", sort: undefined })).toBe("");
	expect(writeUrlSearch({ q: textOf([]) })).toBe("");
	expect(listOf(",a,,b")).toEqual(["a", "b"]);
});
