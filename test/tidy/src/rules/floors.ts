import type { Finding, House, Rule, SourceFile } from "../house/house.ts";

/** Which floor each package is on. A new package is put here first. */
export const FLOORS: Readonly<Record<string, number>> = {
	"packages/money": 0,
	"packages/wire": 0,
	"packages/catalog": 1,
	"packages/ledger": 1,
	"packages/limits": 1,
	"packages/replays": 1,
	"packages/routing": 2,
	"packages/providers": 2,
	"packages/policy": 2,
	"packages/accounts": 2,
	"packages/mail": 2,
	"packages/payments": 2,
	"packages/alerts": 2,
	"packages/db": 3,
	"packages/redis": 3,
	"packages/stripe": 3,
	"packages/telemetry": 3,
	"packages/config": 3,
	"packages/vault": 3,
};
const APP_FLOOR = 4;
const TEST_FLOOR = 5;
const HIGHEST_PURE_FLOOR = 2;

/** On one floor, these may look at those: wire speaks of amounts. */
const SAME_FLOOR: ReadonlySet<string> = new Set(["packages/wire → packages/money"]);
/** The composition; the only app that imports others. */
const COMPOSITION = "apps/local";
/** Real services for tests. A test of any floor may ask for one: what ships does not. */
const TEST_SERVICES: ReadonlySet<string> = new Set(["test/services", "test/stripe"]);

/** The browser gets types and arithmetic, and nothing that knows of keys or stores. */
const NARROW: Readonly<Record<string, readonly string[]>> = {
	"apps/console": ["packages/wire", "packages/money", "packages/catalog"],
};

const IMPURE_MODULES =
	/^(?:node:|bun$|bun:|cloudflare:|hono$|hono\/|drizzle-orm|postgres$|ioredis$|@upstash\/redis|stripe$|better-auth)/;

const CONTRACT_SUITE = /^@turnpike\/[^/]+\/contract$/;

export function floorOf(folder: string): number | undefined {
	if (folder.startsWith("apps/")) return APP_FLOOR;
	return folder.startsWith("test/") ? TEST_FLOOR : FLOORS[folder];
}

export const everyPackageHasAFloor: Rule = ({ workspaces }) =>
	workspaces
		.filter(({ folder }) => floorOf(folder) === undefined)
		.map(({ folder }) => ({
			file: `${folder}/package.json`,
			problem: "the package is on no floor",
			remedy: "Put it into FLOORS in test/tidy/src/rules/floors.ts",
		}));

export const importsGoDown: Rule = (house) => house.files.flatMap((file) => upwardImports(house, file));

function upwardImports(house: House, file: SourceFile): readonly Finding[] {
	const from = file.workspace?.folder;
	if (from === undefined || file.syntax === undefined) return [];
	return file.syntax.imports.flatMap(({ specifier, line }) => {
		const to = house.workspaces.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`))?.folder;
		if (to === undefined || mayImport(from, to) || (file.forTests && TEST_SERVICES.has(to))) return [];
		const remedy =
			"Imports only go down, and no app imports another but apps/local: pass it as an argument, or move it";
		return [{ file: file.path, line, problem: `${from} may not import ${to}`, remedy }];
	});
}

function mayImport(from: string, to: string): boolean {
	if (from === to || SAME_FLOOR.has(`${from} → ${to}`)) return true;
	const narrow = NARROW[from];
	if (narrow !== undefined) return narrow.includes(to);
	const [above, below] = [floorOf(from), floorOf(to)];
	if (above === undefined || below === undefined) return true;
	if (above === TEST_FLOOR) return true;
	if (from === COMPOSITION) return below <= APP_FLOOR;
	return below < above;
}

/** Imports that leave their own workspace by a relative path go around the floors. */
export const noRelativeImportLeavesItsPackage: Rule = ({ files }) =>
	files.flatMap((file) => {
		const folder = file.workspace?.folder;
		if (folder === undefined) return [];
		return (file.syntax?.imports ?? [])
			.filter(({ specifier }) => specifier.startsWith(".") && !resolve(file.path, specifier).startsWith(`${folder}/`))
			.map(({ specifier, line }) => ({
				file: file.path,
				line,
				problem: `${specifier} leaves ${folder}`,
				remedy: "Import the package by its name, @turnpike/…",
			}));
	});

/** What ships knows nothing of its tests: neither by path nor, for a contract suite, by the package's name. */
export const productionImportsNoTests: Rule = ({ files }) => {
	const forTests = new Set(files.filter((file) => file.forTests).map(({ path }) => path));
	return files
		.filter((file) => !file.forTests)
		.flatMap(({ path, syntax }) =>
			(syntax?.imports ?? [])
				.filter(({ specifier }) => forTests.has(resolve(path, specifier)) || CONTRACT_SUITE.test(specifier))
				.map(({ specifier, line }) => ({
					file: path,
					line,
					problem: `imports ${specifier}, which is for tests`,
					remedy: "Move what both need out of the test's folder",
				})),
		);
};

/** A relative specifier as a path from the root. */
export function resolve(from: string, specifier: string): string {
	const parts = from.split("/").slice(0, -1);
	for (const part of specifier.split("/")) {
		if (part === "..") parts.pop();
		else if (part !== ".") parts.push(part);
	}
	return parts.join("/");
}

function isPure(file: SourceFile): boolean {
	const floor = file.workspace === undefined ? undefined : floorOf(file.workspace.folder);
	return floor !== undefined && floor <= HIGHEST_PURE_FLOOR && !file.forTests;
}

export const lowFloorsArePure: Rule = ({ files }) =>
	files.filter(isPure).flatMap((file) => {
		const { imports = [], ambient = [], environment = [] } = file.syntax ?? {};
		const modules = imports
			.filter(({ specifier }) => IMPURE_MODULES.test(specifier))
			.map(({ specifier, line }) => ({ what: specifier, line }));
		return [...modules, ...ambient, ...environment].map(({ what, line }) => ({
			file: file.path,
			line,
			problem: `floors 0 to ${HIGHEST_PURE_FLOOR} may not use ${what}`,
			remedy: "Let time, ids, randomness, fetch and stores arrive as arguments",
		}));
	});
