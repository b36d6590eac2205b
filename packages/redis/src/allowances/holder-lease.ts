import type { AllowanceBook } from "@turnpike/ledger";
import type { RedisClient } from "../client/redis-client.ts";
import { asWords } from "../client/reply.ts";
import { evalScript, type Script } from "../client/script.ts";
import { KEEP_LEASE_SCRIPT, REPLACE_HOLDER_SCRIPT, RETIRE_HOLDER_SCRIPT, WRITE_LEASE_SCRIPT } from "./scripts/lease.ts";
import type { Timings } from "./timings.ts";

export interface HolderLeaseOptions {
	readonly redis: RedisClient;
	readonly book: AllowanceBook;
	readonly prefix: string;
	readonly newId: () => string;
	readonly sleep: (ms: number) => Promise<void>;
	readonly monotonic: () => number;
	readonly timings: Timings;
	/** Names this process among those that share the holder. */
	readonly memberId: string;
}

/** How long one process may take to renew before another may, and how long a hold waits for it. */
const RENEWING_MS = 2_000;
/** It looks again after this, then after twice as long and so on: hundreds who look keep the one from it. */
const LOOK_AGAIN_MS = 20;
const LOOK_AGAIN_MOST_MS = 160;

/**
 * The one holder that all processes of a Redis are together. Its id lives in Redis, so a wiped Redis gets another; its
 * lease end is kept in Redis' own time, measured from before the book was asked, and the scripts that spend look at it.
 */
export class HolderLease {
	readonly #options: HolderLeaseOptions;
	#ensuring: Promise<boolean> | undefined;

	constructor(options: HolderLeaseOptions) {
		this.#options = options;
	}

	/**
	 * Makes sure of a lease before spending; whoever comes meanwhile shares the attempt.
	 *
	 * @returns false when it could not be had in time.
	 * @throws when the book cannot be reached.
	 */
	ensure(): Promise<boolean> {
		this.#ensuring ??= this.#ensure().finally(() => {
			this.#ensuring = undefined;
		});
		return this.#ensuring;
	}

	async #ensure(): Promise<boolean> {
		const { monotonic, sleep, newId } = this.#options;
		const giveUpAt = monotonic() + RENEWING_MS;
		for (let pause = LOOK_AGAIN_MS; monotonic() < giveUpAt; pause = Math.min(2 * pause, LOOK_AGAIN_MOST_MS)) {
			const word = await this.#keep(newId(), "");
			if (word === "kept") return true;
			if (word === "busy") await sleep(pause);
		}
		return false;
	}

	/**
	 * Renews when it is time, and tells the others that this process is alive.
	 *
	 * @returns the holder's id, "" while there is none.
	 */
	async tick(): Promise<string> {
		await this.#keep("", this.#options.memberId);
		const { redis, prefix } = this.#options;
		const id = await redis.command("HGET", `${prefix}holder`, "id");
		return typeof id === "string" ? id : "";
	}

	/** @returns true when no other process is left. */
	async leave(): Promise<boolean> {
		const { redis, prefix, memberId } = this.#options;
		await redis.command("ZREM", `${prefix}members`, memberId);
		return (await redis.command("ZCARD", `${prefix}members`)) === 0;
	}

	/** Ends the holder, if nothing is open and nobody is left. */
	async retire(): Promise<void> {
		const [word, holderId = ""] = await this.#run(RETIRE_HOLDER_SCRIPT, ["blocks", "members"], []);
		if (word === "ended") await this.#options.book.unregister(holderId);
	}

	/** @throws when the book cannot be reached. */
	async #keep(newHolderId: string, memberId: string): Promise<string> {
		const { renewEveryMs, memberMs } = this.#options.timings;
		const args = [newHolderId, String(renewEveryMs), String(RENEWING_MS), memberId, String(memberMs)];
		const [word = "", holderId = "", before = "", lengthMs = ""] = await this.#run(
			KEEP_LEASE_SCRIPT,
			["members"],
			args,
		);
		if (word !== "renew") return word;
		let renewedMs = "";
		try {
			renewedMs = await this.#askBook(holderId, lengthMs);
		} finally {
			// Also when it failed: the next one may try at once.
			if (renewedMs !== "reaped") await this.#run(WRITE_LEASE_SCRIPT, [], [holderId, before, renewedMs]);
		}
		if (renewedMs !== "reaped") return "kept";
		await this.#run(REPLACE_HOLDER_SCRIPT, [], [holderId, this.#options.newId()]);
		return "replaced";
	}

	/** @returns the lease's length as Redis keeps it, or "reaped". */
	async #askBook(holderId: string, lengthMs: string): Promise<string> {
		const { book } = this.#options;
		if (lengthMs !== "") return (await book.renew(holderId)) ? lengthMs : "reaped";
		return String(await book.register({ holderId, kind: "redis", instance: "" }));
	}

	async #run(script: Script, names: readonly string[], args: readonly string[]): Promise<readonly string[]> {
		const { redis, prefix } = this.#options;
		const keys = ["holder", ...names].map((name) => prefix + name);
		return asWords(await evalScript(redis, script, keys, ["", ...args]));
	}
}
