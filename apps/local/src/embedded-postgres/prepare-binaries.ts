import { randomBytes } from "node:crypto";
import { access, chmod, cp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { PackagedPostgres } from "./find-binaries.ts";
import { hydrateSymlinks } from "./hydrate-symlinks.ts";

/** Where the programs can be run from: the packaged directory itself, or a copy of it. */
export interface Binaries {
	readonly initdb: string;
	readonly postgres: string;
	readonly major: string;
}

/**
 * Binaries that the cluster's owner can run. In place when they belong to the account that runs them; copied below
 * `copyTo` when another account has to (it may not be able to read our checkout) or when the package is read-only and
 * lacks its links. A copy is named by its version, made under another name and renamed, hence whole or absent.
 */
export async function prepareBinaries(
	packaged: PackagedPostgres,
	copyTo: string,
	runsAsOther: boolean,
): Promise<Binaries> {
	if (!runsAsOther && (await canRunInPlace(packaged.native))) return programs(packaged.native, packaged.major);
	const copy = join(copyTo, `postgres-${packaged.stamp}`);
	if (!(await exists(copy))) await copyWhole(packaged.native, copy);
	return programs(copy, packaged.major);
}

async function canRunInPlace(native: string): Promise<boolean> {
	try {
		await hydrateSymlinks(native);
		return true;
	} catch {
		return false;
	}
}

async function copyWhole(native: string, copy: string): Promise<void> {
	const partial = `${copy}.${randomBytes(6).toString("hex")}`;
	try {
		await cp(native, partial, { recursive: true, verbatimSymlinks: true });
		await hydrateSymlinks(partial);
		await openToAll(partial);
		await rename(partial, copy);
	} catch (error) {
		await rm(partial, { recursive: true, force: true });
		// Another process may have been quicker; its copy is as good.
		if (!(await exists(copy))) throw error;
	}
}

/** The umask of whoever installed the package may have hidden the files from everyone else. */
async function openToAll(directory: string): Promise<void> {
	await chmod(directory, 0o755);
	for (const entry of await readdir(directory, { withFileTypes: true })) {
		const path = join(directory, entry.name);
		if (entry.isDirectory()) await openToAll(path);
		else if (entry.isFile()) await chmod(path, 0o755);
	}
}

function programs(native: string, major: string): Binaries {
	return { initdb: join(native, "bin", "initdb"), postgres: join(native, "bin", "postgres"), major };
}

async function exists(path: string): Promise<boolean> {
	return access(path).then(
		() => true,
		() => false,
	);
}
