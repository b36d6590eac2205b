import { isTransient } from "@turnpike/db";
import type { UsageEvent, UsageLog } from "@turnpike/ledger";

export interface DurableUsage extends UsageLog {
	/** Whether the last record found a log; while not, calls are refused before they cost anything. */
	readonly available: () => boolean;
	/** While no log takes records: asks whether the first does again. To be called now and then; never rejects. */
	probe(): Promise<void>;
}

/** What is known of the logs. Memory alone, kept by the process or isolate: on the edge the logs are each request's own. */
export interface UsageOutage {
	available: boolean;
	/** Given up, though their commits may have come through: their callers were told of an error, so they are free. */
	readonly given: UsageEvent[];
}

export interface DurableUsageOptions {
	readonly first: UsageLog;
	/** A log that does not fail together with the first; absent: there is one log. */
	readonly second: UsageLog | undefined;
	/** Asks whether the first log answers. */
	readonly probe: () => Promise<unknown>;
	/** Makes a generation free whose record was given up, once the first log answers again; false when it was debited. */
	readonly withdraw: (event: UsageEvent) => Promise<boolean>;
	readonly onTrouble: (what: string, error: unknown) => void;
	readonly outage?: UsageOutage;
}

/**
 * Two logs as one: a record is durable when either has it. When neither answers, usage counts as unavailable until the
 * first log answers a probe, and the generations given up meanwhile are made free.
 */
export function makeDurableUsage(options: DurableUsageOptions): DurableUsage {
	const { first, second, withdraw, onTrouble } = options;
	const outage = options.outage ?? { available: true, given: [] };
	let probing: Promise<void> | undefined;

	async function ask(): Promise<void> {
		try {
			await options.probe();
		} catch {
			return;
		}
		outage.available = true;
		await Promise.all(outage.given.splice(0).map(makeFree));
	}

	async function makeFree(event: UsageEvent): Promise<void> {
		try {
			if (!(await withdraw(event))) throw new Error(`generation ${event.generationId} was debited already`);
		} catch (error) {
			onTrouble("an answer that failed and was to be free", error);
			if (!isTransient(error)) return;
			outage.given.push(event);
			outage.available = false;
		}
	}

	async function either(write: (log: UsageLog) => Promise<void>): Promise<void> {
		try {
			return await write(first);
		} catch (error) {
			onTrouble("the first usage log", error);
			if (!second) {
				outage.available = false;
				throw error;
			}
		}
		try {
			return await write(second);
		} catch (error) {
			onTrouble("the second usage log", error);
			outage.available = false;
			throw error;
		}
	}

	return {
		async append(event: UsageEvent) {
			try {
				await either((log) => log.append(event));
			} catch (error) {
				outage.given.push(event);
				throw error;
			}
		},
		checkpoint: (event: UsageEvent) => either((log) => log.checkpoint(event)),
		available: () => outage.available,
		async probe() {
			if (outage.available) return;
			probing ??= ask().finally(() => {
				probing = undefined;
			});
			await probing;
		},
	};
}
