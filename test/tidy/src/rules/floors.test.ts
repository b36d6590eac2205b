import { expect, test } from "vitest";
import { buildHouse } from "../house/build-house.ts";
import {
	everyPackageHasAFloor,
	importsGoDown,
	lowFloorsArePure,
	noRelativeImportLeavesItsPackage,
	productionImportsNoTests,
	resolve,
} from "./floors.ts";

function houseOf(files: Readonly<Record<string, string>>) {
	const names = new Set(Object.keys(files).map((path) => path.split("/").slice(0, 2).join("/")));
	const manifests = [...names].map((folder) => [
		`${folder}/package.json`,
		JSON.stringify({ name: folder.replace(/^\w+/, "@turnpike") }),
	]);
	return buildHouse({ ...Object.fromEntries(manifests), ...files });
}

/** Where a file of one package imports another package, by the package's name. */
function importing(from: string, to: string) {
	return importsGoDown(
		houseOf({
			[`${from}/src/a.ts`]: `import { b } from "${to.replace(/^\w+/, "@turnpike")}";`,
			[`${to}/src/index.ts`]: "export const b = 1;",
		}),
	);
}

test.each([
	["packages/wire", "packages/money"],
	["packages/catalog", "packages/wire"],
	["packages/db", "packages/ledger"],
	["apps/api", "packages/db"],
	["apps/local", "apps/api"],
	["test/e2e", "apps/local"],
	["apps/console", "packages/wire"],
])("%s may import %s", (from, to) => {
	expect(importing(from, to)).toEqual([]);
});

test.each([
	["packages/money", "packages/wire"],
	["packages/catalog", "packages/ledger"],
	["packages/routing", "packages/providers"],
	["packages/ledger", "packages/db"],
	["packages/db", "packages/redis"],
	["packages/db", "apps/api"],
	["apps/api", "apps/billing"],
	["apps/billing", "apps/local"],
	["packages/db", "test/e2e"],
	["apps/console", "packages/db"],
])("%s may not import %s", (from, to) => {
	expect(importing(from, to)).toEqual([
		expect.objectContaining({ file: `${from}/src/a.ts`, line: 1, problem: `${from} may not import ${to}` }),
	]);
});

test.each(["a.test.ts", "testing/a.ts", "contract/a.contract.ts", "a.fixture.ts"])(
	"%s of any floor may import the services for tests, and only those",
	(name) => {
		const of = (to: string) =>
			importsGoDown(
				houseOf({
					[`packages/db/src/${name}`]: `import { b } from "@turnpike/${to}";`,
					"test/services/src/index.ts": "",
					"apps/local/src/index.ts": "",
				}),
			);
		expect(of("services")).toEqual([]);
		expect(of("local")).toHaveLength(1);
	},
);

test("what ships may not import the services for tests", () => {
	expect(importing("packages/db", "test/services")).toHaveLength(1);
});

test("what ships may not import what is for tests", () => {
	const of = (path: string, specifier: string) =>
		productionImportsNoTests(
			houseOf({
				[`packages/ledger/src/${path}`]: `import { b } from "${specifier}";`,
				"packages/ledger/src/testing/b.ts": "export const b = 1;",
				"packages/ledger/src/b.ts": "export const b = 1;",
			}),
		);
	expect(of("a.ts", "./testing/b.ts")).toHaveLength(1);
	expect(of("a.ts", "@turnpike/limits/contract")).toHaveLength(1);
	expect(of("a.ts", "./b.ts")).toEqual([]);
	expect(of("a.test.ts", "./testing/b.ts")).toEqual([]);
	expect(of("a.test.ts", "@turnpike/limits/contract")).toEqual([]);
});

test("types and dynamic imports count as imports", () => {
	const target = { "packages/db/src/index.ts": "export type B = 1;" };
	const of = (text: string) => importsGoDown(houseOf({ ...target, "packages/money/src/a.ts": text }));
	expect(of('import type { B } from "@turnpike/db";')).toHaveLength(1);
	expect(of('export * from "@turnpike/db/deep";')).toHaveLength(1);
	expect(of('const b = await import("@turnpike/db");')).toHaveLength(1);
	expect(of('type B = import("@turnpike/db").B;')).toHaveLength(1);
	expect(of('const text = "@turnpike/db";')).toHaveLength(0);
});

test("a package on no floor is found", () => {
	expect(everyPackageHasAFloor(houseOf({ "packages/attic/src/a.ts": "" }))).toHaveLength(1);
	expect(everyPackageHasAFloor(houseOf({ "packages/money/src/a.ts": "", "apps/any/src/a.ts": "" }))).toEqual([]);
});

test("a relative import out of a package is found", () => {
	const leaving = (specifier: string) =>
		noRelativeImportLeavesItsPackage(houseOf({ "packages/money/src/a.ts": `import "${specifier}";` }));
	expect(leaving("../../wire/src/index.ts")).toHaveLength(1);
	expect(leaving("./b.ts")).toEqual([]);
	expect(leaving("../package.json")).toEqual([]);
	expect(resolve("a/b/c.ts", "../d/./e.ts")).toBe("a/d/e.ts");
});

test.each([
	'import { readFile } from "node:fs";',
	'import { Hono } from "hono";',
	'import { pgTable } from "drizzle-orm/pg-core";',
	"const now = Date.now();",
	"const now = new Date();",
	"const now = globalThis.Date.now();",
	"const t = performance.now();",
	"const r = Math.random();",
	"const id = crypto.randomUUID();",
	"crypto.getRandomValues(bytes);",
	"const key = process.env.KEY;",
	'const key = process?.env["KEY"];',
	"const key = Bun.env.KEY;",
])("a low floor may not say: %s", (text) => {
	expect(lowFloorsArePure(houseOf({ "packages/ledger/src/a.ts": text }))).toHaveLength(1);
	expect(lowFloorsArePure(houseOf({ "packages/ledger/src/a.test.ts": text }))).toEqual([]);
	expect(lowFloorsArePure(houseOf({ "packages/ledger/scripts/a.ts": text }))).toEqual([]);
	expect(lowFloorsArePure(houseOf({ "packages/ledger/src/scripts/a.ts": text }))).toHaveLength(1);
	expect(lowFloorsArePure(houseOf({ "packages/ledger/src/testing/a.ts": text }))).toEqual([]);
	expect(lowFloorsArePure(houseOf({ "packages/db/src/a.ts": text }))).toEqual([]);
});

test.each([
	"const at = new Date(ms);",
	"const at = Date.UTC(2026, 0, 1);",
	"// Date.now() is not ours to ask",
	'const text = "Math.random()";',
	"const now = clock.now();",
])("a low floor may say: %s", (text) => {
	expect(lowFloorsArePure(houseOf({ "packages/ledger/src/a.ts": text }))).toEqual([]);
});
