/**
 * A Postgres of the bench's own: the embedded one, with its usual durable settings, in the directory given as argument. A
 * process of its own, so that it sits on the harness's core. Prints `{"url","pid"}` of a migrated database; SIGTERM or its parent's end stops it.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { migrate } from "@turnpike/db";
import { startEmbeddedPostgres } from "@turnpike/local/embedded-postgres";
import { SQL } from "bun";
import { endWithParent } from "../processes/end-with-parent.ts";

const home = process.argv[2] ?? "";
const server = await startEmbeddedPostgres({
	dataDir: join(home, "data"),
	rootHome: join(home, "root"),
	log: (line) => console.error(line),
});
let stopping = false;
async function stop(): Promise<void> {
	if (stopping) return;
	stopping = true;
	await server.stop();
	process.exit(0);
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
endWithParent(stop);

await migrate(server.url);
console.log(JSON.stringify({ url: server.url, pid: await postmasterPid(server.url) }));

/** The postmaster is in a session of its own and may not be our child; its pid file knows. */
async function postmasterPid(url: string): Promise<number> {
	const sql = new SQL(url, { max: 1 });
	const [row] = await sql`show data_directory`;
	await sql.end();
	return Number(readFileSync(join(String(row?.data_directory), "postmaster.pid"), "utf8").split("\n")[0]);
}
