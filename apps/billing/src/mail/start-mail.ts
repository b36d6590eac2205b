import { type Database, forgetMail } from "@turnpike/db";
import { repeat, type Stoppable } from "../repeat.ts";
import { deliverWaiting } from "./deliver-waiting.ts";
import type { Mailer } from "./mailer.ts";

const DELIVERY_PAUSE_MS = 1_000;
const FORGETTING_PAUSE_MS = 6 * 3_600_000;
const KEPT_DAYS = 90;

export interface MailOptions {
	readonly sql: Database;
	readonly mailer: Mailer;
	/** Told of every round in which something happened. */
	readonly onDelivered: (report: { readonly sent: number; readonly parked: number }) => void;
	readonly onTrouble: (what: string, error: unknown) => void;
}

/** Delivers what is in the outbox, as it comes. Any number of workers may do so. */
export function startMail({ sql, mailer, onDelivered, onTrouble }: MailOptions): Stoppable {
	async function deliverRound(): Promise<boolean> {
		const { sent, parked, away, more } = await deliverWaiting(sql, mailer);
		if (sent + parked > 0) onDelivered({ sent, parked });
		if (away !== undefined) onTrouble("the mail server", new Error(away));
		return more;
	}

	async function forgetRound(): Promise<boolean> {
		await forgetMail(sql, KEPT_DAYS);
		return false;
	}

	const loops = [
		repeat(deliverRound, DELIVERY_PAUSE_MS, (error) => onTrouble("delivering mail", error)),
		repeat(forgetRound, FORGETTING_PAUSE_MS, (error) => onTrouble("forgetting delivered mail", error)),
	];
	return {
		async stop() {
			await Promise.all(loops.map((loop) => loop.stop()));
			mailer.close();
		},
	};
}
