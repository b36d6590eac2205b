import { describe, expect, test } from "vitest";
import { parseBearer, readCredential } from "./read-credential.ts";

describe("the Authorization header", () => {
	test.each([undefined, "", "   ", "Bearer", "Bearer ", "bearer   "])("%j carries no key", (header) => {
		expect(parseBearer(header)).toEqual({ kind: "absent" });
	});

	test.each(["Bearer abc", "bearer abc", "BEARER   abc", " Bearer abc  "])("%j carries the key abc", (header) => {
		expect(parseBearer(header)).toEqual({ kind: "key", text: "abc" });
	});

	test.each(["Basic dXNlcjpwYXNz", "abc", "Token abc", "Bearer: abc"])(
		"%j is malformed and says what is right",
		(header) => {
			expect(parseBearer(header)).toEqual({ kind: "malformed", problem: expect.stringContaining("Bearer <key>") });
		},
	);

	test("a key of 256 characters is read, a longer one is malformed", () => {
		expect(parseBearer(`Bearer ${"k".repeat(256)}`).kind).toBe("key");
		expect(parseBearer(`Bearer ${"k".repeat(257)}`)).toEqual({
			kind: "malformed",
			problem: expect.stringContaining("256"),
		});
	});

	test("a key with a space in it is malformed", () => {
		expect(parseBearer("Bearer abc def").kind).toBe("malformed");
		expect(parseBearer("Bearer Bearer abc").kind).toBe("malformed");
	});
});

describe("all headers together", () => {
	test("none is absent", () => {
		expect(readCredential(undefined, undefined, undefined)).toEqual({ kind: "absent" });
	});

	test("each header is enough", () => {
		expect(readCredential(undefined, "abc", undefined)).toEqual({ kind: "key", text: "abc" });
		expect(readCredential(undefined, undefined, " abc ")).toEqual({ kind: "key", text: "abc" });
		expect(readCredential("Bearer abc")).toEqual({ kind: "key", text: "abc" });
	});

	test("the same key twice is one key, two keys conflict", () => {
		expect(readCredential("Bearer abc", "abc")).toEqual({ kind: "key", text: "abc" });
		expect(readCredential("Bearer abc", "abd")).toEqual({ kind: "conflicting" });
		expect(readCredential(undefined, "abc", "abd")).toEqual({ kind: "conflicting" });
	});

	test("an empty header beside a key changes nothing", () => {
		expect(readCredential("Bearer ", "abc", "")).toEqual({ kind: "key", text: "abc" });
	});

	test("a good key beside a header of another scheme is taken", () => {
		expect(readCredential("Basic xyz", "abc")).toEqual({ kind: "key", text: "abc" });
	});
});
