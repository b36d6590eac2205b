import { createHash } from "node:crypto";
import { RedisError, type RedisReply } from "@turnpike/redis";
import type { Server } from "../../engine/network.ts";
import { EPOCH_MS } from "../../engine/process.ts";
import type { Timeline } from "../../engine/timeline.ts";
import { COMMANDS } from "./commands.ts";
import { LuaScripts } from "./lua.ts";
import { emptyRedis, type RedisData } from "./redis-data.ts";

/** One for all runs: it keeps nothing but compiled scripts. */
const scripts = new LuaScripts();

/** A Redis: its commands are a model, the scripts run as they are. It can lose all it knows, or the last of it. */
export class RedisServer implements Server {
	readonly name = "redis";
	readonly resends = true;
	up = true;
	stuckUntil = 0;
	/** How far its clock is off. */
	clockOffset = 0;
	#data: RedisData = emptyRedis();
	#replica: RedisData | undefined;
	#sources = new Map<string, string>();
	readonly #timeline: Timeline;

	constructor(timeline: Timeline) {
		this.#timeline = timeline;
	}

	execute(name: string, args: readonly string[]): RedisReply {
		switch (name) {
			case "EVALSHA": {
				const source = this.#sources.get(args[0] ?? "");
				if (source === undefined) throw new RedisError("NOSCRIPT No matching script");
				return this.#run(source, args);
			}
			case "EVAL": {
				const [source = ""] = args;
				this.#sources.set(createHash("sha1").update(source).digest("hex"), source);
				return this.#run(source, args);
			}
			default:
				return this.#command(name, args);
		}
	}

	/** Field lists of what lies in a stream. */
	entriesIn(stream: string): readonly (readonly string[])[] {
		return [...(this.#data.streams.get(stream)?.entries.values() ?? [])];
	}

	wipe(): void {
		this.#data = emptyRedis();
		this.#sources.clear();
	}

	/** A replica has what is there now. */
	replicate(): void {
		this.#replica = structuredClone(this.#data);
	}

	/** The replica takes over: what came after `replicate` is lost. @returns false when there is none. */
	failOver(): boolean {
		if (!this.#replica) return false;
		this.#data = this.#replica;
		this.#replica = undefined;
		return true;
	}

	#run(source: string, [, count = "0", ...rest]: readonly string[]): RedisReply {
		const keys = rest.slice(0, Number(count));
		return scripts.run(source, keys, rest.slice(Number(count)), (name, args) => this.#command(name, args));
	}

	#command(name: string, args: readonly string[]): RedisReply {
		const command = COMMANDS[name];
		if (!command) throw new RedisError(`ERR unknown command '${name}'`);
		return command(this.#data, args, Math.floor(EPOCH_MS + this.#timeline.now + this.clockOffset));
	}
}
