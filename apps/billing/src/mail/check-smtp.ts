import { createTransport } from "nodemailer";

const PATIENCE_MS = 5_000;

/** Connects and logs in, and sends nothing. @throws with what the server, or the way to it, says. */
export async function checkSmtp(url: string): Promise<void> {
	const transport = createTransport({
		url,
		connectionTimeout: PATIENCE_MS,
		greetingTimeout: PATIENCE_MS,
		socketTimeout: PATIENCE_MS,
	});
	try {
		await transport.verify();
	} finally {
		transport.close();
	}
}
