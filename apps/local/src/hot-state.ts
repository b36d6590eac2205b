import type { RedisSettings } from "@turnpike/config";
import { type AllowanceBook, type Allowances, MemoryAllowances } from "@turnpike/ledger";
import { type Limits, MemoryLimits } from "@turnpike/limits";
import { connectIoredis, connectUpstash, RedisAllowances, type RedisClient, RedisLimits } from "@turnpike/redis";
import type { Logger } from "@turnpike/telemetry";

export interface HotState {
	readonly allowances: Allowances;
	readonly limits: Limits;
	/** undefined where hot state is this process's memory. */
	readonly redis: RedisClient | undefined;
	/** Gives idle blocks back and stops holding; after the drain. */
	giveBack(): Promise<void>;
	/** Last: billing may still be draining the second log. */
	disconnect(): Promise<void>;
}

export interface HotStateOptions {
	readonly settings: RedisSettings | undefined;
	readonly book: AllowanceBook;
	readonly newId: () => string;
	readonly instance: string;
	readonly log: Logger;
}

/** How often leases, idle blocks and recalls are seen to. */
const TICK_MS = 200;

/** Where holds and limits live: in this process, or in a Redis that all processes share. */
export function openHotState(options: HotStateOptions): HotState {
	const { settings, log } = options;
	const redis = settings && connect(settings, log);
	const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
	const common = {
		book: options.book,
		newId: options.newId,
		sleep,
		onTrouble: (what: string, error: unknown) => log.warn(`trouble with ${what}`, { error }),
	};
	const monotonic = () => performance.now();
	const allowances = redis
		? new RedisAllowances({ ...common, redis, monotonic })
		: new MemoryAllowances({ ...common, instance: options.instance, clock: { now: () => Date.now(), monotonic } });
	const limits = redis ? new RedisLimits({ redis }) : new MemoryLimits({ now: monotonic });
	const ticking = setInterval(() => void allowances.tick(), TICK_MS);
	return {
		allowances,
		limits,
		redis,
		async giveBack() {
			clearInterval(ticking);
			await allowances.close();
		},
		async disconnect() {
			await redis?.close();
		},
	};
}

function connect(settings: RedisSettings, log: Logger): RedisClient {
	if (settings.kind === "rest") return connectUpstash({ url: settings.url, token: settings.token });
	return connectIoredis({ url: settings.url, onError: (error) => log.warn("redis", { error }) });
}
