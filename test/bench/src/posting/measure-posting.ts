import { Child } from "../processes/child.ts";
import type { PostingSpeed } from "./posting-speed.ts";

const MAIN = new URL("./main.ts", import.meta.url).pathname;

/** One worker on the target's core, one account, Postgres on the harness's core. */
export async function measurePosting(databaseUrl: string, generations: number): Promise<PostingSpeed> {
	const command = [process.execPath, MAIN, databaseUrl, String(generations)];
	const child = new Child({ seat: "target", command });
	try {
		return (await child.nextJson()) as PostingSpeed;
	} finally {
		await child.stop();
	}
}
