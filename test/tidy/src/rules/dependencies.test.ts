import { expect, test } from "vitest";
import { buildHouse } from "../house/build-house.ts";
import {
	declaredDependenciesAreUsed,
	exportsAreThere,
	importsAreDeclared,
	packageOf,
	versionsAreExact,
} from "./dependencies.ts";

function houseOf(manifest: object, files: Readonly<Record<string, string>>) {
	return buildHouse({
		"package.json": JSON.stringify({ devDependencies: { vitest: "5.1.1" } }),
		"packages/db/package.json": JSON.stringify({ name: "@turnpike/db", ...manifest }),
		...files,
	});
}

test("the package of a deep import", () => {
	expect(packageOf("hono/jsx")).toBe("hono");
	expect(packageOf("@upstash/redis/cloudflare")).toBe("@upstash/redis");
});

test("an import nobody declared is found", () => {
	const findings = importsAreDeclared(houseOf({}, { "packages/db/src/a.ts": 'import postgres from "postgres";' }));
	expect(findings).toEqual([expect.objectContaining({ problem: expect.stringContaining("imports postgres") })]);
});

test("production code may not live on devDependencies, tests may", () => {
	const manifest = { devDependencies: { "fast-check": "4.10.2" } };
	const text = 'import fc from "fast-check"; import { test } from "vitest";';
	expect(importsAreDeclared(houseOf(manifest, { "packages/db/src/a.ts": text }))).toHaveLength(2);
	expect(importsAreDeclared(houseOf(manifest, { "packages/db/src/a.test.ts": text }))).toEqual([]);
});

test("built-in modules and the package itself need no declaration", () => {
	const text = 'import "node:fs"; import "bun:test"; import "./b.ts"; import "@turnpike/db";';
	expect(importsAreDeclared(houseOf({}, { "packages/db/src/a.ts": text }))).toEqual([]);
});

test("a dependency nothing imports is found", () => {
	const manifest = { dependencies: { postgres: "3.4.9", zod: "4.6.7" } };
	const findings = declaredDependenciesAreUsed(houseOf(manifest, { "packages/db/src/a.ts": 'import "postgres";' }));
	expect(findings).toEqual([expect.objectContaining({ problem: expect.stringContaining("declares zod") })]);
});

test("a dependency that a script runs, a string names or a style imports is used", () => {
	const manifest = {
		devDependencies: { "drizzle-kit": "1.0.0", odd: "1.0.0", tailwindcss: "4.0.0" },
		scripts: { generate: "drizzle-kit generate" },
	};
	const files = {
		"packages/db/src/a.ts": 'const path = require.resolve("odd/bin");',
		"packages/db/src/a.css": '@import "tailwindcss";',
	};
	expect(declaredDependenciesAreUsed(houseOf(manifest, files))).toEqual([]);
});

test("an export of a file that is not there is found", () => {
	const exports = { ".": "./src/index.ts", "./contract": "./src/contract/index.ts" };
	const findings = exportsAreThere(houseOf({ exports }, { "packages/db/src/index.ts": "" }));
	expect(findings).toEqual([
		expect.objectContaining({ problem: "exports ./src/contract/index.ts, which is not there" }),
	]);
	expect(exportsAreThere(houseOf({}, {}))).toEqual([]);
});

test.each([
	["^1.2.3", 1],
	["latest", 1],
	["1.2", 1],
	["1.2.3", 0],
	["18.4.0-beta.17", 0],
])("the version %s has %i findings", (range, count) => {
	expect(versionsAreExact(houseOf({ dependencies: { zod: range, "@turnpike/money": "*" } }, {}))).toHaveLength(count);
});
