import { execFile } from "node:child_process";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { RunArguments } from "./arguments.ts";

export interface Workspace {
	readonly name: string;
	/** From the repository's root. */
	readonly path: string;
}

/** The workspaces that were asked for: those with such tests, and those without. */
export interface Selection {
	readonly withTests: readonly Workspace[];
	readonly without: readonly Workspace[];
}

export async function selectWorkspaces(root: string, asked: RunArguments): Promise<Selection> {
	const withTests: Workspace[] = [];
	const without: Workspace[] = [];
	for (const workspace of await listWorkspaces(root, asked.filters)) {
		const tested = await hasTests(join(root, workspace.path), asked.patterns);
		(tested ? withTests : without).push(workspace);
	}
	return { withTests, without };
}

async function listWorkspaces(root: string, filters: readonly string[]): Promise<readonly Workspace[]> {
	const words = ["ls", "--output=json", ...filters.map((filter) => `--filter=${filter}`)];
	const { stdout } = await promisify(execFile)(turboIn(root), words, { cwd: root }).catch((cause: unknown) => {
		throw new Error(`turbo knows no workspace that fits ${filters.join(" ")}`, { cause });
	});
	const list: { readonly packages: { readonly items: readonly Workspace[] } } = JSON.parse(stdout);
	return list.packages.items;
}

async function hasTests(directory: string, patterns: readonly string[]): Promise<boolean> {
	for await (const path of glob("src/**/*.test.{ts,tsx}", { cwd: directory })) {
		if (patterns.length === 0 || patterns.some((pattern) => path.includes(pattern))) return true;
	}
	return false;
}

export function turboIn(root: string): string {
	return join(root, "node_modules", ".bin", "turbo");
}
