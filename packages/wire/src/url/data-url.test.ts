import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isBase64, parseDataUrl } from "./data-url.ts";

describe("isBase64", () => {
	test("accepts what an encoder makes, with its padding or without", () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
				const text = Buffer.from(bytes).toString("base64");
				expect(isBase64(text)).toBe(true);
				expect(isBase64(text.replace(/=+$/, ""))).toBe(true);
			}),
		);
	});

	test.each(["", "=", "==", "A", "AAAAA", "AA=", "AAA==", "AA=A", "A===", "AA-_", "AA\nAA", "AAA ", "äAAA"])(
		"refuses %j",
		(text) => {
			expect(isBase64(text)).toBe(false);
		},
	);
});

describe("parseDataUrl", () => {
	test("takes media type and data apart", () => {
		expect(parseDataUrl("data:image/PNG;base64,AAAA")).toEqual({ mediaType: "image/png", data: "AAAA" });
		expect(parseDataUrl("DATA:text/plain;charset=utf-8;base64,AAAA")?.mediaType).toBe("text/plain");
	});

	test.each(["data:image/svg+xml,<svg/>", "data:image/png;base64,", "data:image/png;base64,!!!", "data:", "x:y,AAAA"])(
		"gives undefined for %j",
		(url) => {
			expect(parseDataUrl(url)).toBeUndefined();
		},
	);
});
