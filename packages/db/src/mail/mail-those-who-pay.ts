import type { Queries } from "../connect.ts";
import { enqueueMail, type MailContent } from "./enqueue-mail.ts";
import { whoSeesToMoney } from "./who-sees-to-money.ts";

/** Mails whoever sees to an organisation's money, each of them once. @param once what it tells. */
export async function mailThoseWhoPay(
	tx: Queries,
	organisationId: string,
	once: string,
	content: MailContent,
): Promise<void> {
	for (const to of await whoSeesToMoney(tx, organisationId)) {
		await enqueueMail(tx, { dedupeKey: `${once}:${to}`, to, ...content });
	}
}
