import { chmod, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "@turnpike/local/embedded-postgres";
import { PREFIX, sweepAbandoned } from "./sweep-abandoned.ts";

/** A server that lasts for one run of tests. */
export interface TestServer {
	readonly url: string;
	stop(): Promise<void>;
}

/** Start an embedded Postgres in a temporary directory, which is removed with it. */
export async function startTestDatabase(): Promise<TestServer> {
	await sweepAbandoned(tmpdir());
	const directory = await realpath(await mkdtemp(join(tmpdir(), PREFIX)));
	// Run by root, the server belongs to another account, which must be able to pass through.
	await chmod(directory, 0o755);
	const postgres = await startEmbeddedPostgres({
		dataDir: join(directory, "data"),
		rootHome: join(directory, "root"),
		log: () => {},
		// Nothing here outlives the machine; tests of durability start servers of their own.
		settings: { fsync: "off", max_connections: "300" },
	});
	return {
		url: postgres.url,
		stop: async () => {
			await postgres.stop();
			await rm(directory, { recursive: true, force: true });
		},
	};
}
