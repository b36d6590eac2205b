// A process for the tests to kill: starts the embedded Postgres of argv[2], prints one line of JSON, and waits for SIGTERM.
import { startEmbeddedPostgres } from "./start-embedded-postgres.ts";

const [, , dataDir = "", rootHome = ""] = process.argv;
try {
	const postgres = await startEmbeddedPostgres({ dataDir, rootHome, log: (line) => console.error(line) });
	console.log(JSON.stringify({ url: postgres.url, adopted: postgres.adopted }));
	const alive = setInterval(() => {}, 60_000);
	process.on("SIGTERM", async () => {
		await postgres.stop();
		clearInterval(alive);
	});
} catch (error) {
	console.log(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
	process.exitCode = 1;
}
