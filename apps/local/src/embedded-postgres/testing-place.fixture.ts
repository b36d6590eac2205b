import { chmod, mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A temporary place for a data directory, under a path with spaces, and for root's clusters where `nobody` can go.
 * By its name the next `npm test` finds and ends what a killed one left in it.
 */
export interface TestingPlace {
	readonly dataDir: string;
	readonly rootHome: string;
	remove(): Promise<void>;
}

export async function testingPlace(): Promise<TestingPlace> {
	const base = await realpath(await mkdtemp(join(tmpdir(), "turnpike-tests-a b ")));
	const rootHome = join(base, "root");
	await chmod(base, 0o755);
	await mkdir(rootHome, { mode: 0o755 });
	return {
		dataDir: join(base, "data"),
		rootHome,
		remove: () => rm(base, { recursive: true, force: true }),
	};
}
