import { describe, expect, it } from "vitest";
import type { Operation } from "../../../api/reference.ts";
import { addressOf, draftOf } from "./draft.ts";
import { requestSamples } from "./request-samples.ts";

const OPERATION: Operation = {
	operationId: "x",
	method: "post",
	path: "/things/{author}/{name}",
	roots: ["/v1", "/api/v1"],
	tags: [],
	summary: "",
	security: [{ key: [] }],
	parameters: [
		{ name: "author", in: "path", schema: {} },
		{ name: "name", in: "path", schema: {} },
		{ name: "q", in: "query", schema: {} },
		{ name: "X-Title", in: "header", schema: {} },
	],
	requestBody: { content: { "application/json": { example: { text: "it's" } } } },
	responses: {},
};

const code = (label: string, values = {}) => {
	const draft = { ...draftOf(OPERATION), values };
	return requestSamples(OPERATION, draft, "https://turnpike.test").find(({ value }) => value === label)?.code ?? "";
};

describe("the address of a call", () => {
	it("has what was given, encoded, and names what was not", () => {
		const draft = { ...draftOf(OPERATION), root: "/api/v1", values: { author: "a/b", q: "x & y" } };
		expect(addressOf(OPERATION, draft)).toBe("/api/v1/things/a%2Fb/{name}?q=x+%26+y");
		expect(addressOf(OPERATION, draftOf(OPERATION))).toBe("/v1/things/{author}/{name}");
	});
});

describe("a call as code", () => {
	it("never has the key in it", () => {
		for (const label of ["curl", "javascript", "python"]) expect(code(label)).toContain("TURNPIKE_API_KEY");
	});

	it("is safe in a shell, whatever was typed", () => {
		const text = code("curl", { author: "$(rm -rf .)", "X-Title": "it's `mine`" });
		expect(text).toContain(`-H 'X-Title: it'\\''s \`mine\`'`);
		expect(text).toContain(`it'\\''s`);
		expect(text).toContain("'https://turnpike.test/v1/things/%24(rm%20-rf%20.)/{name}'");
	});

	it("sends the body, by the method", () => {
		expect(code("javascript")).toContain('method: "POST"');
		expect(code("javascript")).toContain(`"text": "it's"`);
		expect(code("python")).toContain("requests.post(");
	});

	it("needs no key and no options where anybody may ask", () => {
		const { requestBody: _, ...rest } = OPERATION;
		const open: Operation = { ...rest, method: "get", path: "/things", parameters: [], security: [] };
		const [curl, javascript] = requestSamples(open, draftOf(open), "https://turnpike.test");
		expect(curl?.code).toBe("curl 'https://turnpike.test/v1/things'");
		expect(javascript?.code).toContain('await fetch("https://turnpike.test/v1/things");');
	});
});
