import { startTestRedis } from "@turnpike/test-services";
import { Child } from "../processes/child.ts";
import type { HoldLatency } from "./hold-latency.ts";

const MAIN = new URL("./main.ts", import.meta.url).pathname;

/** Hold latency in process memory and in a Redis of the bench's own, both over a real book. */
export async function measureHolds(databaseUrl: string): Promise<HoldLatency> {
	const program = Bun.which("redis-server");
	const redis = program === null ? undefined : await startTestRedis(program);
	const child = new Child({ seat: "target", command: [process.execPath, MAIN, databaseUrl, redis?.url ?? ""] });
	try {
		return (await child.nextJson()) as HoldLatency;
	} finally {
		await child.stop();
		await redis?.stop();
	}
}
