import { checkSmtp } from "@turnpike/billing";
import type { Config } from "@turnpike/config";
import { redactText } from "@turnpike/telemetry";
import { broken, type Check, ok, skipped, warning } from "./check.ts";

const NAME = "mail";

/** Whether mails can be delivered. */
export async function checkMail({ smtp, production }: Config): Promise<Check> {
	if (!smtp && production) {
		const said = "no mail server: nobody can confirm an address, reset a password or be invited";
		return warning(NAME, said, "Set SMTP_URL; the mails that wait are delivered then.");
	}
	if (!smtp) return skipped(NAME, "no mail server: mails can be read at /api/outbox");
	const { host } = new URL(smtp.url);
	try {
		await checkSmtp(smtp.url);
	} catch (error) {
		const said = redactText(error instanceof Error ? error.message : String(error));
		return broken(NAME, `${host}: ${said}`, "Check SMTP_URL, its user and password, and that the server runs.");
	}
	return ok(NAME, `${host} takes our login; mails are from ${smtp.from}`);
}
