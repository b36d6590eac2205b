import { randomUUID } from "node:crypto";
import type { AllowanceBook } from "@turnpike/ledger";
import { RedisAllowances } from "../allowances/redis-allowances.ts";
import type { Timings } from "../allowances/timings.ts";
import type { RedisClient } from "../client/redis-client.ts";

/** Times short enough for a test on the real clock; the lease that goes with them is about a second. */
export const FAST = {
	renewEveryMs: 100,
	stopBeforeEndMs: 200,
	idleMs: 250,
	sweepEveryMs: 20,
	recallEveryMs: 10,
	recallRetryMs: 15,
	// A holder that is asked has this long to answer, on a busy machine too; waited out by few tests alone.
	recallPatienceMs: 1_500,
	patienceMs: 20_000,
} as const satisfies Partial<Timings>;

export function sleep(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, Math.ceil(ms)));
}

/** A process' holder on a store of its own, or on the one that `prefix` names. */
export function openAllowances(
	redis: RedisClient,
	book: AllowanceBook,
	prefix = `{${randomUUID()}}:`,
	timings: Partial<Timings> = {},
	onTrouble: (what: string, error: unknown) => void = () => {},
): RedisAllowances {
	return new RedisAllowances({
		redis,
		book,
		newId: randomUUID,
		sleep,
		monotonic: () => performance.now(),
		onTrouble,
		prefix,
		timings: { ...FAST, ...timings },
	});
}
