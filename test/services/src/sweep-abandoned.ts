import { readdir, realpath, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { stopAbandonedPostgres } from "@turnpike/local/embedded-postgres";

/** What the temporary directories of test runs begin with. */
export const PREFIX = "turnpike-tests-";
/** A run that is about to start has a directory but no server yet. */
const OLD_ENOUGH_MS = 10 * 60_000;

/** End the servers of test runs that were killed, and remove their directories. */
export async function sweepAbandoned(temporary: string, now = Date.now()): Promise<void> {
	for (const name of await readdir(temporary)) {
		if (!name.startsWith(PREFIX)) continue;
		const directory = join(temporary, name);
		const made = await stat(directory).catch(() => undefined);
		if (made === undefined || now - made.mtimeMs < OLD_ENOUGH_MS) continue;
		const home = await realpath(join(directory, "data", "postgres")).catch(() => undefined);
		if (home === undefined || (await stopAbandonedPostgres(home)))
			await rm(directory, { recursive: true, force: true });
	}
}
