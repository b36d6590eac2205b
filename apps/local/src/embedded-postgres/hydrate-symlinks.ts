import { readFile, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

/**
 * npm packages cannot carry symbolic links: the binaries' package lists them in `native/pg-symlinks.json` (paths from
 * the package's directory) and makes them in its install script, which npm does not run unless it is allowed to. Make
 * those that are missing below `native`.
 */
export async function hydrateSymlinks(native: string): Promise<void> {
	for (const { source, target } of await listedSymlinks(native)) {
		const link = join(native, relative("native", target));
		await symlink(relative(dirname(target), source), link).catch((error: unknown) => {
			if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
		});
	}
}

interface Link {
	readonly source: string;
	readonly target: string;
}

async function listedSymlinks(native: string): Promise<readonly Link[]> {
	const list: unknown = JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8"));
	return Array.isArray(list) ? list.filter(isLink) : [];
}

function isLink(value: unknown): value is Link {
	return (
		typeof value === "object" &&
		value !== null &&
		"source" in value &&
		typeof value.source === "string" &&
		"target" in value &&
		typeof value.target === "string"
	);
}
