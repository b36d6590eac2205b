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
	readonly onTrouble: (what: string, error: unknown) => void;
}

/**
 * Two logs as one: a record is durable when either has it. When neither answers, usage counts as unavailable until the
 * first log answers a probe.
 */
export function makeDurableUsage({ first, second, probe, onTrouble }: DurableUsageOptions): DurableUsage {
	let available = true;
	let probing: ReturnType<typeof setInterval> | undefined;

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
		append: (event: UsageEvent) => either((log) => log.append(event)),
		checkpoint: (event: UsageEvent) => either((log) => log.checkpoint(event)),
		available: () => available,
		stop: () => clearInterval(probing),
	};
}
