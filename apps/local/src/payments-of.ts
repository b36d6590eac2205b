import type { IdMaker } from "@turnpike/accounts";
import { openPayments } from "@turnpike/api";
import {
	type EventsReport,
	type ReconciliationReport,
	type Stoppable,
	startPayments,
	startReconciling,
	writeNotice,
} from "@turnpike/billing";
import type { Config } from "@turnpike/config";
import type { Database } from "@turnpike/db";
import type { Notice } from "@turnpike/payments";
import type { Logger, Metrics } from "@turnpike/telemetry";

export interface PaymentsPlace {
	readonly config: Config;
	readonly sql: Database;
	readonly ids: IdMaker;
	readonly publicUrl: () => string;
	readonly log: Logger;
	readonly metrics: Metrics;
}

/** The loops that keep the book with the payment provider, where there is one, and the daily reconciliation. */
export function paymentsOf(place: PaymentsPlace): Stoppable {
	const { config, sql, ids, publicUrl, log } = place;
	const provider = openPayments({ config, sql, publicUrl, newId: ids.uuid });
	const world = {
		sql,
		fee: config.platformFee,
		now: () => Date.now(),
		newId: ids.uuid,
		newPurchaseId: () => ids.id("purchase"),
		write: (notice: Notice) => writeNotice(notice, publicUrl()),
		onTrouble: (what: string, error: unknown) => log.warn(`trouble with ${what}`, { error }),
	};
	const loops = [startReconciling({ ...world, provider, onReconciled: tellingOf(place) })];
	if (provider) loops.push(startPayments({ ...world, provider, onApplied: countingOf(place) }));
	return {
		async stop() {
			await Promise.all(loops.map((loop) => loop.stop()));
		},
	};
}

function countingOf({ log, metrics }: PaymentsPlace) {
	const applied = metrics.counter({ name: "turnpike_payment_events_total", help: "Payment events applied." }).of();
	const parked = metrics
		.counter({ name: "turnpike_payment_events_parked_total", help: "Payment events that could not be applied." })
		.of();
	return (report: EventsReport) => {
		applied.add(report.applied);
		parked.add(report.parked);
		if (report.parked > 0) log.error("payment events were parked: see `npm run admin -- parked list`", { ...report });
	};
}

function tellingOf({ log, metrics }: PaymentsPlace) {
	const help = "What differed between payment provider, usage, ledger and balances when they were last compared.";
	const differing = metrics.gauge({ name: "turnpike_reconciliation_differences", help }).of();
	return (report: ReconciliationReport) => {
		differing.set(report.differences);
		if (report.differences === 0) log.info("provider, usage, ledger and balances agree");
		else
			log.error("the reconciliation found differences: see `npm run admin -- reconcile`", {
				differences: report.differences,
			});
	};
}
