import type { Alert } from "@turnpike/alerts";
import type { Queries } from "../connect.ts";
import { enqueueMail, type NewMail } from "../mail/enqueue-mail.ts";
import { whoSeesToMoney } from "../mail/who-sees-to-money.ts";
import { type NewAlert, raiseAlert } from "./raise-alert.ts";

/** Puts an alert into words. */
export type WriteAlert = (alert: Alert) => Pick<NewMail, "subject" | "text" | "html">;

/** Tells an organisation something by webhook and, unless it does not want that, by mail; once. */
export async function tellAlert(tx: Queries, alert: NewAlert, write: WriteAlert): Promise<boolean> {
	if (!(await raiseAlert(tx, alert))) return false;
	const [settings] = await tx<{ mail: boolean }[]>`select mail from alert_settings
		where organisation_id = ${alert.organisationId}`;
	if (settings?.mail === false) return true;
	const letter = write(alert.alert);
	for (const email of await whoSeesToMoney(tx, alert.organisationId)) {
		await enqueueMail(tx, { dedupeKey: `alert:${alert.dedupeKey}:${email}`, to: email, ...letter });
	}
	return true;
}
