import { connectIoredis } from "../client/ioredis-client.ts";
import type { RedisClient } from "../client/redis-client.ts";
import { connectUpstash } from "../client/upstash-client.ts";
import { TEST_REDIS_URL } from "./env.ts";
import { startTestRedis } from "./redis-server.ts";
import { startRestFront } from "./rest-front.ts";

/** Both clients on one real Redis. */
export interface TestClients {
	readonly url: string;
	readonly clients: readonly { readonly name: string; readonly redis: RedisClient }[];
	stop(): Promise<void>;
}

/** Starts what is needed, once per test file; undefined (with a printed reason) where there is no Redis. */
export async function startTestClients(): Promise<TestClients | undefined> {
	const server = await startTestRedis(TEST_REDIS_URL);
	if (!server) return undefined;
	const front = await startRestFront(server.url);
	const tcp = connectIoredis({ url: server.url, onError: () => {} });
	const rest = connectUpstash({ url: front.url, token: front.token });
	return {
		url: server.url,
		clients: [
			{ name: "ioredis", redis: tcp },
			{ name: "@upstash/redis", redis: rest },
		],
		stop: async () => {
			await tcp.close();
			await rest.close();
			await front.stop();
			await server.stop();
		},
	};
}
