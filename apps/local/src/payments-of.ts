import type { IdMaker } from "@turnpike/accounts";
import { openPayments } from "@turnpike/api";
import { type Payments, startPayments, writeNotice } from "@turnpike/billing";
import type { Config } from "@turnpike/config";
import type { Database } from "@turnpike/db";
import type { Logger, Metrics } from "@turnpike/telemetry";

export interface PaymentsPlace {
	readonly config: Config;
	readonly sql: Database;
	readonly ids: IdMaker;
	readonly publicUrl: () => string;
	readonly log: Logger;
	readonly metrics: Metrics;
}

/** The loops that keep the book with the payment provider, told and counted; undefined where nobody takes payments. */
export function paymentsOf({ config, sql, ids, publicUrl, log, metrics }: PaymentsPlace): Payments | undefined {
	const provider = openPayments({ config, sql, publicUrl, newId: ids.uuid });
	if (!provider) return undefined;
	const applied = metrics.counter({ name: "turnpike_payment_events_total", help: "Payment events applied." }).of();
	const parked = metrics
		.counter({ name: "turnpike_payment_events_parked_total", help: "Payment events that could not be applied." })
		.of();
	return startPayments({
		sql,
		provider,
		fee: config.platformFee,
		now: () => Date.now(),
		newId: ids.uuid,
		newPurchaseId: () => ids.id("purchase"),
		write: (notice) => writeNotice(notice, publicUrl()),
		onTrouble: (what, error) => log.warn(`trouble with ${what}`, { error }),
		onApplied(report) {
			applied.add(report.applied);
			parked.add(report.parked);
			if (report.parked > 0) log.error("payment events were parked: see `npm run admin -- parked list`", { ...report });
		},
	});
}
