import type { Alert } from "@turnpike/alerts";
import { announceCrossings, announceExpiringKeys, announceLowBalances, forgetAlerts } from "@turnpike/db";
import { type Repeating, repeat, type Stoppable } from "../repeat.ts";
import type { AlertsWorld } from "./alerts-world.ts";
import { deliverAlerts } from "./deliver-alerts.ts";
import { writeAlert } from "./write-alert.ts";

const TELLING_PAUSE_MS = 1_000;
const DELIVERY_PAUSE_MS = 1_000;
const KEYS_PAUSE_MS = 60_000;
const FORGETTING_PAUSE_MS = 6 * 3_600_000;
const AT_ONCE = 50;
const KEY_DAYS = 7;
const KEPT_DAYS = 90;

export interface AlertsOptions extends AlertsWorld {
	/** Told of every round in which something was tried. */
	readonly onDelivered: (report: { readonly delivered: number; readonly failed: number }) => void;
}

/** Tells organisations what they want to be told, and delivers it. Any number of workers may do so. */
export function startAlerts(options: AlertsOptions): Stoppable {
	const { sql, publicUrl, onTrouble } = options;
	const write = (alert: Alert) => writeAlert(alert, publicUrl());

	async function tellRound(): Promise<boolean> {
		const told = (await announceCrossings(sql, write, AT_ONCE)) + (await announceLowBalances(sql, write, AT_ONCE));
		if (told > 0) delivering.nudge();
		return told >= AT_ONCE;
	}
	async function deliverRound(): Promise<boolean> {
		const { delivered, failed, more } = await deliverAlerts(options);
		if (delivered + failed > 0) options.onDelivered({ delivered, failed });
		return more;
	}
	const loop = (round: () => Promise<boolean>, pauseMs: number, what: string): Repeating =>
		repeat(round, pauseMs, (error) => onTrouble(what, error));
	const delivering = loop(deliverRound, DELIVERY_PAUSE_MS, "delivering alerts");
	const loops = [
		delivering,
		loop(tellRound, TELLING_PAUSE_MS, "raising alerts"),
		loop(
			async () => (await announceExpiringKeys(sql, write, KEY_DAYS, AT_ONCE)) >= AT_ONCE,
			KEYS_PAUSE_MS,
			"looking for keys that expire",
		),
		loop(async () => (await forgetAlerts(sql, KEPT_DAYS)) < 0, FORGETTING_PAUSE_MS, "forgetting old alerts"),
	];
	return {
		async stop() {
			await Promise.all(loops.map((one) => one.stop()));
		},
	};
}
