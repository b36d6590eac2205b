import type { RedisClient } from "@turnpike/redis";
import type { Network } from "../../engine/network.ts";
import type { Process } from "../../engine/process.ts";
import type { RedisServer } from "./redis-server.ts";

/** A process' connection to Redis. */
export function connectRedis(network: Network, client: Process, server: RedisServer): RedisClient {
	return {
		keyLockingHeader: "",
		command: (name, ...args) => network.ask(client, server, name, () => server.execute(name, args)),
		close: async () => {},
	};
}
