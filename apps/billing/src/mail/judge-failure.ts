import type { Delivery } from "./mailer.ts";

/** What an SMTP client says of a failure (nodemailer's error documentation). */
export interface SmtpFailure {
	readonly message: string;
	readonly code?: unknown;
	/** The server's reply code, RFC 5321 section 4.2.1: 4yz may pass, 5yz will not. */
	readonly responseCode?: unknown;
	/** The command that was answered so. */
	readonly command?: unknown;
}

/** Commands whose answer is about this one mail; every other is about us and the server. */
const ABOUT_THE_MAIL = new Set(["RCPT TO", "DATA"]);
const MOST_LETTERS = 300;

/** Tells what a failed attempt means: for this mail, or for all of them. */
export function judgeFailure(failure: SmtpFailure): Exclude<Delivery, { kind: "sent" }> {
	const said = failure.message.replaceAll(/\s+/g, " ").slice(0, MOST_LETTERS);
	const aboutTheMail =
		failure.code === "EMESSAGE" || failure.code === "EENVELOPE"
			? failure.command === undefined || ABOUT_THE_MAIL.has(String(failure.command)) || failure.command === "API"
			: false;
	if (!aboutTheMail) return { kind: "away", trouble: said };
	const passing = typeof failure.responseCode === "number" && failure.responseCode < 500;
	return passing ? { kind: "busy", trouble: said } : { kind: "refused", reason: said };
}
