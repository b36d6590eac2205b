import { expect, it } from "vitest";
import { namesEtag } from "./names-etag.ts";

it.each([
	['"a"', true],
	['W/"a"', true],
	['"x", W/"a"', true],
	["*", true],
	['"b"', false],
	["", false],
	[null, false],
	[undefined, false],
])("%j names the answer: %s", (header, named) => {
	expect(namesEtag(header, '"a"')).toBe(named);
	expect(namesEtag(header, 'W/"a"')).toBe(named);
});
