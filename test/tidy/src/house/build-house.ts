import type { House, SourceFile, Workspace } from "./house.ts";
import { parseSource } from "./parse-source.ts";

interface Manifest {
	readonly name?: string;
	readonly dependencies?: Readonly<Record<string, string>>;
	readonly optionalDependencies?: Readonly<Record<string, string>>;
	readonly devDependencies?: Readonly<Record<string, string>>;
	readonly exports?: Readonly<Record<string, string>>;
	readonly scripts?: Readonly<Record<string, string>>;
}

const WORKSPACE_MANIFEST = /^((?:apps|packages|test)\/[^/]+)\/package\.json$/;
const TYPESCRIPT = /\.tsx?$/;
/** A package's own `scripts` folder makes its data; one within `src` may hold scripts that ship, as for Redis. */
const FOR_TESTS =
	/\.(?:test|fixture)\.tsx?$|\/(?:contract|fixtures|testing)\/|^(?:apps|packages)\/[^/]+\/scripts\/|\.config\.ts$|^test\//;

/** Builds the house from its files: path from the root → text. */
export function buildHouse(texts: Readonly<Record<string, string>>): House {
	const paths = Object.keys(texts).sort();
	const workspaces = paths.flatMap((path) => readWorkspace(path, texts[path] ?? ""));
	const files = paths.map((path) => readSource(path, texts[path] ?? "", workspaces));
	const root = readManifest(texts["package.json"] ?? "{}");
	return { workspaces, files, rootDevDependencies: Object.keys(root.devDependencies ?? {}) };
}

function readManifest(text: string): Manifest {
	return JSON.parse(text) as Manifest;
}

function readWorkspace(path: string, text: string): readonly Workspace[] {
	const folder = WORKSPACE_MANIFEST.exec(path)?.[1];
	if (folder === undefined) return [];
	const manifest = readManifest(text);
	return [
		{
			name: manifest.name ?? folder,
			folder,
			dependencies: Object.keys(manifest.dependencies ?? {}),
			optionalDependencies: Object.keys(manifest.optionalDependencies ?? {}),
			devDependencies: Object.keys(manifest.devDependencies ?? {}),
			exports: Object.values(manifest.exports ?? {}),
			scripts: Object.values(manifest.scripts ?? {}).join("\n"),
		},
	];
}

function readSource(path: string, text: string, workspaces: readonly Workspace[]): SourceFile {
	return {
		path,
		text,
		workspace: workspaces.find(({ folder }) => path.startsWith(`${folder}/`)),
		forTests: FOR_TESTS.test(path),
		syntax: TYPESCRIPT.test(path) ? parseSource(path, text) : undefined,
	};
}
