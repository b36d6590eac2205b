import { createServer } from "node:net";
import { type Config, readConfig } from "@turnpike/config";
import { expect, test } from "vitest";
import { freePort } from "../../embedded-postgres/free-port.ts";
import { checkMail } from "./check-mail.ts";

const config = (environment: Record<string, string>, production = false): Config => ({
	...readConfig(environment, []),
	production,
});

/** As much of RFC 5321 as a client needs that connects and logs in. */
async function withMailServer(login: string, look: (port: number) => Promise<void>): Promise<void> {
	const server = createServer((socket) => {
		socket.write("220 mail.example\r\n");
		socket.on("data", (data) => {
			const line = data.toString();
			if (line.startsWith("EHLO")) socket.write("250-mail.example\r\n250 AUTH PLAIN\r\n");
			else if (line.startsWith("AUTH")) socket.write(`${login}\r\n`);
			else if (line.startsWith("QUIT")) socket.end("221 bye\r\n");
			else socket.write("250 ok\r\n");
		});
	}).listen(0, "127.0.0.1");
	await new Promise((ready) => server.once("listening", ready));
	const address = server.address();
	try {
		await look(typeof address === "object" && address ? address.port : 0);
	} finally {
		server.close();
	}
}

test("a server that takes our login is fine", () =>
	withMailServer("235 welcome", async (port) => {
		const check = await checkMail(config({ SMTP_URL: `smtp://u:geheim@127.0.0.1:${port}` }));
		expect(check).toMatchObject({ status: "ok", detail: expect.stringContaining("no-reply@localhost") });
	}));

test("a server that refuses our login is broken, and the password is not repeated", () =>
	withMailServer("535 go away", async (port) => {
		const check = await checkMail(config({ SMTP_URL: `smtp://u:geheim@127.0.0.1:${port}` }));
		expect(check).toMatchObject({ status: "broken", detail: expect.stringContaining("go away") });
		expect(JSON.stringify(check)).not.toContain("geheim");
	}));

test("no server at all is broken where one is named, and only worth a word where none is", async () => {
	const nobody = { SMTP_URL: `smtp://127.0.0.1:${await freePort()}` };
	expect(await checkMail(config(nobody))).toMatchObject({ status: "broken" });
	expect(await checkMail(config({}))).toMatchObject({ status: "skipped" });
	expect(await checkMail(config({}, true))).toMatchObject({ status: "warning" });
});
