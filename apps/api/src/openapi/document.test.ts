import { Validator } from "@seriousme/openapi-schema-validator";
import { ERROR_CODES } from "@turnpike/wire";
import { describe, expect, it } from "vitest";
import { createApp } from "../app.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { buildDocument } from "./build-document.ts";
import { OPERATIONS } from "./operations/index.ts";

const ROOTS = ["/v1", "/api/v1"];

/** Making the table of routes asks nothing of what they will depend on. */
const app = createApp({} as ApiDependencies);

/** Every route of the app as `get /v1/models/{author}/{slug}`; what stands for many paths at once ends in `/*`. */
function routes(): string[] {
	const found = app.routes
		.filter(({ path }) => path !== "*" && path !== "/*")
		.map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
	return [...new Set(found)];
}

function described(): string[] {
	return OPERATIONS.flatMap(({ method, path, from }) =>
		(from === "host" ? [""] : ROOTS).map((root) => `${method} ${root}${path}`),
	);
}

describe("the reference", () => {
	it("describes every route there is", () => {
		const known = new Set(described());
		const single = routes().filter((route) => !route.endsWith("/*"));
		expect(single.filter((route) => !known.has(route))).toEqual([]);
	});

	it("describes no route there is not", () => {
		const there = routes();
		const prefixes = there.filter((route) => route.endsWith("/*")).map((route) => route.slice(0, -1));
		const missing = described().filter(
			(route) => !there.includes(route) && !prefixes.some((prefix) => covers(prefix, route)),
		);
		expect(missing).toEqual([]);
	});

	it("describes something of every path that stands for many", () => {
		const twice = /^all \/(api\/)?v1\/v1\/\*$/;
		const many = routes().filter((route) => route.endsWith("/*") && !twice.test(route));
		const bare = many.filter((route) => !described().some((each) => covers(route.slice(0, -1), each)));
		expect(bare).toEqual([]);
	});

	it("is OpenAPI 3.1", async () => {
		const document = buildDocument(OPERATIONS);
		const result = await new Validator().validate(JSON.parse(JSON.stringify(document)));
		expect(result.errors ?? []).toEqual([]);
		expect(document.openapi).toMatch(/^3\.1\./);
	});

	it("names each operation once, and puts each under a heading", () => {
		const ids = OPERATIONS.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		const tags = new Set(buildDocument(OPERATIONS).tags.map(({ name }) => name));
		expect(OPERATIONS.filter(({ tag }) => !tags.has(tag))).toEqual([]);
	});

	it("says every error there is, and what it means", () => {
		const document = buildDocument(OPERATIONS);
		expect(document["x-turnpike-errors"].map(({ code }) => code)).toEqual(Object.keys(ERROR_CODES));
		for (const code of Object.keys(ERROR_CODES)) expect(document.info.description).toContain(`| \`${code}\` |`);
	});

	it("has no reference that leads nowhere", () => {
		const document = buildDocument(OPERATIONS);
		const text = JSON.stringify(document);
		for (const [, kind = "", name = ""] of text.matchAll(/"#\/components\/(\w+)\/([\w-]+)"/g)) {
			expect(document.components).toHaveProperty([kind, name]);
		}
	});

	it("shows examples that the routes would take", () => {
		for (const { body } of OPERATIONS) {
			if (body) expect(body.schema.safeParse(body.example).error, body.name).toBeUndefined();
		}
	});
});

/** Whether a route that stands for many (`get /v1/models/`, `all /api/auth/`) answers this one, too. */
function covers(prefix: string, route: string): boolean {
	return route.startsWith(prefix) || route.startsWith(prefix.replace(/^all /, `${route.split(" ")[0]} `));
}
