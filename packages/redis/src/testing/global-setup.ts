import type { TestProject } from "vitest/node";
import { TEST_REDIS_URL } from "./env.ts";
import { startTestRedis } from "./redis-server.ts";
import { startRestFront } from "./rest-front.ts";

declare module "vitest" {
	export interface ProvidedContext {
		/** Where the run's Redis is, or "" where there is none. */
		readonly redisUrl: string;
		readonly restUrl: string;
		readonly restToken: string;
	}
}

/** One Redis and one REST front for the whole run, stopped whatever the tests did. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const server = await startTestRedis(TEST_REDIS_URL);
	const front = server && (await startRestFront(server.url));
	project.provide("redisUrl", server?.url ?? "");
	project.provide("restUrl", front?.url ?? "");
	project.provide("restToken", front?.token ?? "");
	return async () => {
		await front?.stop();
		await server?.stop();
	};
}
