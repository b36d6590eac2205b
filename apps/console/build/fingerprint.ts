import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

const ROOT = join(import.meta.dirname, "../../..");
/** What a build is made of; the lock file stands for every dependency. */
const SOURCES = [
	"package-lock.json",
	"apps/console/index.html",
	"apps/console/vite.config.ts",
	"apps/console/build",
	"apps/console/public",
	"apps/console/src",
	"packages/catalog/src",
	"packages/money/src",
	"packages/wire/src",
];
const NOT_BUILT_IN = /\.test\.tsx?$/;

/** Names the sources' content, so that a build of the same sources is known as such whatever the files' dates say. */
export async function fingerprint(): Promise<string> {
	const files = (await Promise.all(SOURCES.map((source) => filesOf(join(ROOT, source))))).flat();
	const hash = createHash("sha256");
	for (const path of files.filter((file) => !NOT_BUILT_IN.test(file)).sort()) {
		hash
			.update(`${relative(ROOT, path)}\0`)
			.update(await readFile(path))
			.update("\0");
	}
	return hash.digest("hex");
}

async function filesOf(path: string): Promise<readonly string[]> {
	try {
		const entries = await readdir(path, { recursive: true, withFileTypes: true });
		return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOTDIR") return [path];
		throw error;
	}
}
