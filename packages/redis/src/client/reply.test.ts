import { describe, expect, it } from "vitest";
import { asInteger, asList, asText, asWords, toReply } from "./reply.ts";

describe("a reply", () => {
	it("is text, a number, nothing, or a list of these", () => {
		expect(toReply(["a", 1, null, ["b"]])).toEqual(["a", 1, null, ["b"]]);
		expect(toReply(undefined)).toBeNull();
		expect(() => toReply({})).toThrow(TypeError);
		expect(() => toReply([true])).toThrow(TypeError);
	});

	it("is read as what the caller expects, or is an error", () => {
		expect(asWords(["held", 5])).toEqual(["held", "5"]);
		expect(() => asList("held")).toThrow(TypeError);
		expect(() => asList(null)).toThrow(TypeError);
		expect(() => asText(null)).toThrow(TypeError);
		expect(asInteger("42")).toBe(42);
		expect(() => asInteger("9007199254740993")).toThrow(TypeError);
		expect(() => asInteger("1.5")).toThrow(TypeError);
	});
});
