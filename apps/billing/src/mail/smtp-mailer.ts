import { createTransport } from "nodemailer";
import { judgeFailure } from "./judge-failure.ts";
import type { Mailer } from "./mailer.ts";

export interface SmtpSettings {
	/** `smtp://user:password@host:587` (STARTTLS where offered) or `smtps://…:465`. */
	readonly url: string;
	/** `Turnpike <no-reply@turnpike.example>` */
	readonly from: string;
}

const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;

/** Delivers through an SMTP server. Nothing is sent, and no connection made, before the first mail. */
export function makeSmtpMailer({ url, from }: SmtpSettings): Mailer {
	const transport = createTransport(
		{
			url,
			pool: true,
			maxConnections: 2,
			connectionTimeout: CONNECT_MS,
			greetingTimeout: CONNECT_MS,
			socketTimeout: SILENCE_MS,
			disableFileAccess: true,
			disableUrlAccess: true,
		},
		{ from },
	);
	const host = /@([^@>\s]+)>?\s*$/.exec(from)?.[1] ?? "localhost";
	return {
		async send({ id, to, subject, text, html }) {
			try {
				await transport.sendMail({
					// An object, not text: a comma in it makes no second recipient.
					to: { name: "", address: to },
					subject,
					text,
					html,
					// The same at every attempt, so that a mail that went through after all can be recognised.
					messageId: `<turnpike-${id}@${host}>`,
					headers: { "Auto-Submitted": "auto-generated" },
				});
				return { kind: "sent" };
			} catch (error) {
				return judgeFailure(error instanceof Error ? error : new Error(String(error)));
			}
		},
		close: () => transport.close(),
	};
}
