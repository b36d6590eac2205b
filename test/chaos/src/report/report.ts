import type { Count } from "../count/count.ts";
import type { Scenario } from "../options.ts";

/** A kill and what came of it. */
export interface Recovery {
	readonly victim: string;
	/** Milliseconds after the load began. */
	readonly atMs: number;
	/** How long it was left dead on purpose. */
	readonly downMs: number;
	/** From the kill to the first call that was answered again; null where that never came. */
	readonly answeredAfterMs: number | null;
}

/** What one scenario found. */
export interface ScenarioReport {
	readonly scenario: Scenario;
	/** Why it did not run; everything else is empty then. */
	readonly skipped?: string;
	/** All 0 when the system is right. */
	readonly counts: readonly Count[];
	/** What happened, for orientation; nothing is judged by it. */
	readonly figures: Readonly<Record<string, number | string>>;
	readonly recoveries: readonly Recovery[];
	/** Data directory and logs, kept because something was wrong. */
	readonly kept?: string;
}

export function isRight(report: ScenarioReport): boolean {
	return report.counts.every((count) => count.value === 0);
}
