import { startDueTopUps } from "@turnpike/db";
import { type Repeating, repeat, type Stoppable } from "../repeat.ts";
import { advancePurchases } from "./advance-purchases.ts";
import { applyEvents, type EventsReport } from "./apply-events.ts";
import type { PaymentsWorld } from "./payments-world.ts";
import { readEvents } from "./read-events.ts";
import { sendRefunds } from "./send-refunds.ts";

const APPLYING_PAUSE_MS = 200;
const PAUSE_MS = 1_000;
const READING_PAUSE_MS = 5_000;

export interface PaymentsOptions extends PaymentsWorld {
	/** Told of every round in which something happened. */
	readonly onApplied: (report: EventsReport) => void;
}

export interface Payments extends Stoppable {
	/** Applies everything that is known now; for tests and the end. */
	settle(): Promise<void>;
}

/** Starts the loops that keep the book with the payment provider. Any number of workers may run. */
export function startPayments(options: PaymentsOptions): Payments {
	const { sql, provider, fee, now, newPurchaseId, write, onTrouble } = options;

	async function applyRound(): Promise<boolean> {
		const report = await applyEvents(options);
		if (report.applied + report.parked > 0) options.onApplied(report);
		return report.applied + report.parked > 0;
	}
	async function topUpRound(): Promise<boolean> {
		const round = { provider: provider.name, fee, now: now(), newPurchaseId, write };
		if ((await startDueTopUps(sql, round)) > 0) advancing.nudge();
		return false;
	}
	async function readRound(): Promise<boolean> {
		await readEvents(options);
		return false;
	}
	const loop = (round: () => Promise<boolean>, pauseMs: number, what: string): Repeating =>
		repeat(round, pauseMs, (error) => onTrouble(what, error));
	const advancing = loop(async () => (await advancePurchases(options)) > 0, PAUSE_MS, "looking at purchases");
	const loops = [
		advancing,
		loop(applyRound, APPLYING_PAUSE_MS, "applying payment events"),
		loop(topUpRound, PAUSE_MS, "starting top-ups"),
		loop(async () => (await sendRefunds(options)) > 0, PAUSE_MS, "sending refunds"),
		loop(readRound, READING_PAUSE_MS, "listing the provider's events"),
	];
	return {
		async settle() {
			while (await applyRound());
		},
		async stop() {
			await Promise.all(loops.map((one) => one.stop()));
		},
	};
}
