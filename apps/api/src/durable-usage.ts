import { isTransient } from "@turnpike/db";
import type { UsageEvent, UsageLog } from "@turnpike/ledger";
import { answers } from "./operator/readiness.ts";

export interface DurableUsage extends UsageLog {
	/** Whether the last record found a log; while not, calls are refused before they cost anything. */
	readonly available: () => boolean;
	/** While no log takes records: asks whether one does again. To be called now and then; never rejects. */
	probe(): Promise<void>;
}

/** What is known of the logs. Memory alone, kept by the process or isolate: on the edge the logs are each request's own. */
export interface UsageOutage {
	available: boolean;
	/** Given up, though their commits may have come through: their callers were told of an error, so they are free. */
	readonly given: UsageEvent[];
}

/** Remembers what was given up where it outlives the process, until a log has taken its withdrawal. */
export interface WithdrawalJournal {
	note(event: UsageEvent): Promise<void>;
	forget(event: UsageEvent): Promise<void>;
}

export interface DurableUsageOptions {
	readonly first: UsageLog;
	/** A log that does not fail together with the first; absent: there is one log. */
	readonly second: UsageLog | undefined;
	/** Asks whether the first log answers. */
	readonly probe: () => Promise<unknown>;
	/** Absent: what was given up is lost with the process. */
	readonly journal?: WithdrawalJournal;
	readonly onTrouble: (what: string, error: unknown) => void;
	readonly outage?: UsageOutage;
}

/**
 * Two logs as one: a record is durable when either has it. When neither answers, usage counts as unavailable until one
 * does again; whichever that is takes the withdrawals of the generations given up meanwhile, so that they are free.
 */
export function makeDurableUsage(options: DurableUsageOptions): DurableUsage {
	const { second, journal, onTrouble } = options;
	const outage = options.outage ?? { available: true, given: [] };
	/** When neither log has it, usage is unavailable. */
	const either = async (write: Write) => {
		try {
			await firstOf(options, write);
		} catch (error) {
			outage.available = false;
			throw error;
		}
	};
	let probing: Promise<void> | undefined;

	async function ask(): Promise<void> {
		try {
			await options.probe();
			outage.available = true;
		} catch {
			if (!second) return;
		}
		for (const event of outage.given.splice(0)) await withdraw(event);
	}

	async function withdraw(event: UsageEvent): Promise<void> {
		try {
			await either((log) => log.withdraw(event));
			// A log that takes this takes usage, too.
			outage.available = true;
			await journal?.forget(event);
		} catch (error) {
			onTrouble("a withdrawal", error);
			// What the one log there is refuses it will refuse again; of two, one may be away.
			if (second || isTransient(error)) outage.given.push(event);
		}
	}

	async function giveUp(event: UsageEvent): Promise<void> {
		outage.given.push(event);
		await journal?.note(event).catch((error) => onTrouble("the journal of withdrawals", error));
	}

	return {
		async append(event: UsageEvent) {
			try {
				await either((log) => log.append(event));
			} catch (error) {
				await giveUp(event);
				throw error;
			}
		},
		checkpoint: (event: UsageEvent) => checkpoint(options, outage, event),
		withdraw: (event: UsageEvent) => either((log) => log.withdraw(event)),
		available: () => outage.available,
		async probe() {
			if (outage.available && outage.given.length === 0) return;
			probing ??= ask().finally(() => {
				probing = undefined;
			});
			await probing;
		},
	};
}

/** It is sent once: what no log took may have been lost with its connection alone. @throws what the last log said. */
async function checkpoint(options: DurableUsageOptions, outage: UsageOutage, event: UsageEvent): Promise<void> {
	try {
		await firstOf(options, (log) => log.checkpoint(event));
	} catch (error) {
		if (!(await answers(options.probe()))) outage.available = false;
		throw error;
	}
}

type Write = (log: UsageLog) => Promise<void>;

/** Resolves when one of the logs has it. @throws what the last of them said. */
async function firstOf({ first, second, onTrouble }: DurableUsageOptions, write: Write): Promise<void> {
	const logs = [
		["the first usage log", first],
		["the second usage log", second],
	] as const;
	let failure: unknown;
	for (const [name, log] of logs) {
		if (!log) continue;
		try {
			return await write(log);
		} catch (error) {
			onTrouble(name, error);
			failure = error;
		}
	}
	throw failure;
}
