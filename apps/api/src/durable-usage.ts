import { isTransient } from "@turnpike/db";
import type { UsageEvent, UsageLog } from "@turnpike/ledger";

export interface DurableUsage extends UsageLog {
	/** Whether the last record found a log; while not, calls are refused before they cost anything. */
	readonly available: () => boolean;
	stop(): void;
}

const PROBE_MS = 500;

export interface DurableUsageOptions {
	readonly first: UsageLog;
	/** A log that does not fail together with the first; absent: there is one log. */
	readonly second: UsageLog | undefined;
	/** Asks whether the first log answers. */
	readonly probe: () => Promise<unknown>;
	/** Makes a generation free whose record was given up, once the first log answers again; false when it was debited. */
	readonly withdraw: (event: UsageEvent) => Promise<boolean>;
	readonly onTrouble: (what: string, error: unknown) => void;
}

/**
 * Two logs as one: a record is durable when either has it. When neither answers, usage counts as unavailable until the
 * first log answers a probe, and the generations given up meanwhile are made free.
 */
export function makeDurableUsage({ first, second, probe, withdraw, onTrouble }: DurableUsageOptions): DurableUsage {
	let available = true;
	let probing: ReturnType<typeof setInterval> | undefined;
	/** Given up, though their commits may have come through: their callers were told of an error, so they are free. */
	const given: UsageEvent[] = [];

	function lost(): void {
		available = false;
		probing ??= setInterval(() => {
			probe().then(found, () => {});
		}, PROBE_MS);
	}

	function found(): void {
		available = true;
		clearInterval(probing);
		probing = undefined;
		for (const event of given.splice(0)) void makeFree(event);
	}

	async function makeFree(event: UsageEvent): Promise<void> {
		try {
			if (!(await withdraw(event))) throw new Error(`generation ${event.generationId} was debited already`);
		} catch (error) {
			onTrouble("an answer that failed and was to be free", error);
			if (!isTransient(error)) return;
			given.push(event);
			lost();
		}
	}

	async function either(write: (log: UsageLog) => Promise<void>): Promise<void> {
		try {
			return await write(first);
		} catch (error) {
			onTrouble("the first usage log", error);
			if (!second) {
				lost();
				throw error;
			}
		}
		try {
			return await write(second);
		} catch (error) {
			onTrouble("the second usage log", error);
			lost();
			throw error;
		}
	}

	return {
		async append(event: UsageEvent) {
			try {
				await either((log) => log.append(event));
			} catch (error) {
				given.push(event);
				throw error;
			}
		},
		checkpoint: (event: UsageEvent) => either((log) => log.checkpoint(event)),
		available: () => available,
		stop: () => clearInterval(probing),
	};
}
