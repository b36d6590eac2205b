import type { Alert } from "@turnpike/alerts";
import type { Queries } from "../connect.ts";
import type { MailContent } from "../mail/enqueue-mail.ts";
import { mailThoseWhoPay } from "../mail/mail-those-who-pay.ts";
import { type NewAlert, raiseAlert } from "./raise-alert.ts";

/** Puts an alert into words. */
export type WriteAlert = (alert: Alert) => MailContent;

/** Tells an organisation something by webhook and, unless it does not want that, by mail; once. */
export async function tellAlert(tx: Queries, alert: NewAlert, write: WriteAlert): Promise<boolean> {
	if (!(await raiseAlert(tx, alert))) return false;
	const [settings] = await tx<{ mail: boolean }[]>`select mail from alert_settings
		where organisation_id = ${alert.organisationId}`;
	if (settings?.mail !== false) {
		await mailThoseWhoPay(tx, alert.organisationId, `alert:${alert.dedupeKey}`, write(alert.alert));
	}
	return true;
}
