import { type CursorName, claimCursor, moveCursor, storeReconciliation } from "@turnpike/db";
import { type ReconciliationReport, type ReconcilingWorld, reconcile } from "./reconcile.ts";
import { reconciliationObject } from "./reconciliation-object.ts";
import { repeat, type Stoppable } from "./repeat.ts";

const PAUSE_MS = 60_000;
const DAY_MS = 86_400_000;
/** After midnight (UTC), so that the day's last payments have come. */
const AFTER_MIDNIGHT_MS = 30 * 60_000;
/** A reconciliation that its worker died with is taken up by another after this. */
const LEASE_MS = 30 * 60_000;
const NAME: CursorName = "reconciliation";

export interface ReconcilingOptions extends ReconcilingWorld {
	/** Told of every report. */
	readonly onReconciled: (report: ReconciliationReport) => void;
}

/** Reconciles once a day, for the day before; one of all workers does it, and keeps the report. */
export function startReconciling(options: ReconcilingOptions): Stoppable {
	const round = async () => {
		await reconcileIfDue(options);
		return false;
	};
	return repeat(round, PAUSE_MS, (error) => options.onTrouble("reconciling", error));
}

/** @returns whether it was due. */
export async function reconcileIfDue(options: ReconcilingOptions): Promise<boolean> {
	const { sql, now, newId, onReconciled } = options;
	const today = Math.floor((now() - AFTER_MIDNIGHT_MS) / DAY_MS) * DAY_MS;
	// A database that is new has no day before.
	const done = await claimCursor(sql, NAME, today, now(), LEASE_MS);
	if (done === undefined) return false;
	const report = await reconcile(options);
	const day = new Date(today - DAY_MS).toISOString().slice(0, 10);
	const object = reconciliationObject(report);
	await storeReconciliation(sql, newId(), day, object.clean, object);
	onReconciled(report);
	await moveCursor(sql, NAME, today, today + DAY_MS + AFTER_MIDNIGHT_MS);
	return true;
}
