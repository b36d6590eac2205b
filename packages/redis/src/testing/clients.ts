import { inject } from "vitest";
import { connectIoredis } from "../client/ioredis-client.ts";
import type { RedisClient } from "../client/redis-client.ts";
import { connectUpstash } from "../client/upstash-client.ts";

/** Long: a test machine is slow, and what is tested is not the time-out. */
const timeoutMs = 15_000;

export interface TestClient {
	readonly name: string;
	readonly redis: RedisClient;
}

/** Both clients on the run's Redis; none where there is no Redis. */
export function connectTestClients(): readonly TestClient[] {
	const url = inject("redisUrl");
	if (url === "") return [];
	return [
		{ name: "ioredis", redis: connectIoredis({ url, onError: () => {}, timeoutMs }) },
		{
			name: "@upstash/redis",
			redis: connectUpstash({ url: inject("restUrl"), token: inject("restToken"), timeoutMs }),
		},
	];
}
