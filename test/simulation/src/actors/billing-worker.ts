import { PriceVersions } from "@turnpike/billing/recompute";
import type { Process } from "../engine/process.ts";
import { connectRedis } from "../stores/redis/connect.ts";
import type { World } from "../world/world.ts";
import { PaymentsLoops } from "./payments-loops.ts";
import { PRICE_TEXTS } from "./prices.ts";
import { TIMES } from "./times.ts";

const EVENTS_PER_POSTING = 5;
const RECORDS_PER_DRAIN = 5;

/** A billing worker: posting, draining the second log, withdrawing and reaping, each of which it may die in. */
export class BillingWorker {
	readonly process: Process;
	readonly #world: World;
	readonly #prices = new PriceVersions(async () => PRICE_TEXTS);

	constructor(world: World, name: string) {
		this.#world = world;
		this.process = world.newProcess(name);
		const loop = async (everyMs: number, work: () => Promise<unknown>) => {
			for (;;) {
				await this.process.sleep(world.pause(everyMs));
				await work().catch((error: unknown) => world.trace(`${name}: ${error}`));
			}
		};
		void loop(TIMES.postEveryMs, () => this.#post());
		void loop(TIMES.postEveryMs, () => this.#drain());
		void loop(TIMES.postEveryMs, () => this.#ask("withdraw", () => world.database.withdraw()));
		const payments = new PaymentsLoops(world, this.process);
		void loop(TIMES.postEveryMs, () => payments.applyEvents());
		void loop(TIMES.keepHouseEveryMs, () => payments.topUp());
		void loop(TIMES.readEventsEveryMs, () => payments.readEvents());
		void loop(TIMES.keepHouseEveryMs, () =>
			this.#ask("reap", () => world.database.reap(TIMES.reapGraceMs, TIMES.closedGraceMs)),
		);
	}

	async #post(): Promise<void> {
		const { database, parts, newId } = this.#world;
		const accounts = await this.#ask("accounts to post", () => database.accountsToPost());
		const decide: Parameters<typeof database.post>[3] = (input) =>
			parts.post({ ...input, recompute: (event) => this.#prices.recompute(event) });
		await this.#prices.load([...database.usage.values()].map(({ event }) => event));
		for (const accountId of accounts) {
			await this.#ask("post", () => database.post(accountId, newId(), EVENTS_PER_POSTING, decide));
		}
	}

	async #drain(): Promise<void> {
		const { network, redis, database, parts } = this.#world;
		const client = connectRedis(network, this.process, redis);
		const options = { redis: client, consumer: this.process.name, abandonedMs: 5_000 };
		const handler = (records: Parameters<typeof database.takeOver>[0]) =>
			this.#ask("take over", () => database.takeOver(records));
		await parts.drain(options, handler, RECORDS_PER_DRAIN);
	}

	#ask<T>(what: string, work: () => T): Promise<T> {
		return this.#world.network.ask(this.process, this.#world.database, what, work);
	}
}
