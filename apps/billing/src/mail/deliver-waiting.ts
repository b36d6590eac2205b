import { type ClaimedMail, claimMail, type Database, type MailOutcome, settleMail } from "@turnpike/db";
import type { Delivery, Mailer } from "./mailer.ts";

const BATCH = 10;
/** Longer than a batch can take: two connections, each mail at most a connect and some silences. */
const LEASE_MS = 10 * 60_000;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** With the pauses between them, more than half a day. */
const MOST_ATTEMPTS = 18;
const AWAY_PAUSE_MS = 30_000;

export interface DeliveryReport {
	readonly sent: number;
	readonly parked: number;
	/** What the mail server said when it takes nothing of ours at the moment. */
	readonly away: string | undefined;
	/** Whether more may be due. */
	readonly more: boolean;
}

/** Delivers a batch of the mails that are due. */
export async function deliverWaiting(sql: Database, mailer: Mailer): Promise<DeliveryReport> {
	const claimed = await claimMail(sql, BATCH, LEASE_MS);
	const settled = await Promise.all(
		claimed.map(async (mail) => {
			const delivery = await mailer.send(mail);
			const outcome = outcomeOf(delivery, mail);
			await settleMail(sql, mail.id, outcome);
			return { delivery, outcome };
		}),
	);
	const away = settled.flatMap(({ delivery }) => (delivery.kind === "away" ? [delivery.trouble] : []))[0];
	const count = (kind: MailOutcome["kind"]) => settled.filter(({ outcome }) => outcome.kind === kind).length;
	return {
		sent: count("sent"),
		parked: count("parked"),
		away,
		more: away === undefined && claimed.length === BATCH,
	};
}

/** What is written of a mail after an attempt. A server that is away costs no mail an attempt. */
export function outcomeOf(delivery: Delivery, { attempts }: Pick<ClaimedMail, "attempts">): MailOutcome {
	switch (delivery.kind) {
		case "sent":
			return { kind: "sent" };
		case "refused":
			return { kind: "parked", reason: delivery.reason };
		case "away":
			return { kind: "later", trouble: delivery.trouble, afterMs: AWAY_PAUSE_MS, counts: false };
		case "busy": {
			const tried = attempts + 1;
			if (tried >= MOST_ATTEMPTS) {
				return { kind: "parked", reason: `given up after ${tried} attempts: ${delivery.trouble}` };
			}
			const afterMs = Math.min(FIRST_PAUSE_MS * 2 ** attempts, LONGEST_PAUSE_MS);
			return { kind: "later", trouble: delivery.trouble, afterMs, counts: true };
		}
	}
}
