import type { DurableUsage } from "@turnpike/api/durable-usage";
import type { Allowances, UsageEvent } from "@turnpike/ledger";
import { RedisUsageLog } from "@turnpike/redis";
import type { Process } from "../engine/process.ts";
import { connectBook, connectUsageLog } from "../stores/connect-book.ts";
import { connectRedis } from "../stores/redis/connect.ts";
import type { World } from "../world/world.ts";
import { TIMES } from "./times.ts";

/** Files that outlive a process: generations that are to be free. */
export type Disk = Map<string, UsageEvent>;

/** An API process: production's holders, its two logs as one, and the loop that keeps them. */
export class Api {
	readonly process: Process;
	readonly kind: "memory" | "redis";
	readonly allowances: Allowances & { tick(): Promise<void> };
	readonly usage: DurableUsage;
	/** It takes no more calls. */
	closing = false;

	constructor(world: World, name: string, kind: "memory" | "redis", disk: Disk) {
		const { network, database, redis, parts, random } = world;
		this.process = world.newProcess(name);
		this.kind = kind;
		const book = parts.book(connectBook(network, this.process, database));
		const client = connectRedis(network, this.process, redis);
		const onTrouble = (what: string, error: unknown) => world.trace(`${name}: ${what}: ${error}`);
		const { newId } = world;
		const common = { book, newId, sleep: this.process.sleep, onTrouble };
		const { monotonic } = this.process;
		this.allowances =
			kind === "memory"
				? parts.memory({ ...common, clock: this.process, instance: "" })
				: parts.redis({ ...common, redis: client, monotonic, timings: { holdTtlMs: TIMES.holdTtlMs } });
		this.usage = parts.durable({
			first: connectUsageLog(network, this.process, database),
			second: random.chance(0.65) ? new RedisUsageLog(client) : undefined,
			probe: () => network.ask(this.process, database, "probe", () => {}),
			journal: {
				note: async (event) => void disk.set(event.generationId, event),
				forget: async (event) => void disk.delete(event.generationId),
			},
			onTrouble,
			outage: { available: true, given: [...disk.values()] },
		});
		void this.#keep(world);
	}

	/** Ends in order: what it held goes back. */
	async close(): Promise<void> {
		this.closing = true;
		await this.allowances.close();
	}

	async #keep(world: World): Promise<void> {
		for (;;) {
			await this.process.sleep(world.pause(TIMES.tickMs));
			await Promise.all([this.allowances.tick(), this.usage.probe()]);
		}
	}
}
