import type { Alert } from "@turnpike/alerts";
import { type Notice, nanoOfCents } from "@turnpike/payments";
import { raiseAlert } from "../alerts/raise-alert.ts";
import type { Queries } from "../connect.ts";
import type { MailContent } from "../mail/enqueue-mail.ts";
import { mailThoseWhoPay } from "../mail/mail-those-who-pay.ts";

/** Puts a notice into words. */
export type WriteNotice = (notice: Notice) => MailContent;

/**
 * Tells an organisation something by mail and webhook, in the transaction of what is told.
 *
 * @param once what it is about: the same is not told again.
 */
export async function tell(
	tx: Queries,
	organisationId: string,
	once: string,
	notice: Notice,
	write: WriteNotice,
): Promise<void> {
	await mailThoseWhoPay(tx, organisationId, `${notice.kind}:${once}`, write(notice));
	await raiseAlert(tx, { organisationId, dedupeKey: `${notice.kind}:${once}`, alert: alertOf(notice) });
}

function alertOf(notice: Notice): Alert {
	switch (notice.kind) {
		case "frozen":
			return { kind: "account.frozen", reason: notice.reason, amount: nanoOfCents(notice.amountCents) };
		case "unfrozen":
			return { kind: "account.unfrozen" };
		case "top_up_declined":
			return { kind: "topup.failed", reason: "declined", message: notice.message };
		case "top_up_needs_approval":
			return { kind: "topup.failed", reason: "needs_approval", message: "The card's bank asks for approval." };
		case "top_up_off":
			return { kind: "topup.failed", reason: "off", message: notice.message };
		case "top_up_maximum":
			return { kind: "topup.failed", reason: "maximum", message: "The month's maximum is reached." };
	}
}
