import { describe, expect, it } from "vitest";
import { wholeRequest } from "./request-reader.ts";

const sized = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
const chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";

describe("wholeRequest", () => {
	it.each([sized, chunked])("waits for the last byte and not longer", (text) => {
		for (let cut = 1; cut < text.length; cut++) {
			expect(wholeRequest(Buffer.from(text.slice(0, cut)))).toBeUndefined();
		}
		expect(wholeRequest(Buffer.from(text))?.body.toString()).toContain("hello");
	});

	it("takes a request without a body as whole with its head", () => {
		expect(wholeRequest(Buffer.from("GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n"))?.body).toHaveLength(0);
	});
});
