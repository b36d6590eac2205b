import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Config } from "@turnpike/config";
import { readConfig } from "@turnpike/config";
import { expect, test } from "vitest";
import { freePort } from "../../embedded-postgres/free-port.ts";
import { checkPort } from "./check-port.ts";

function configWith(port: number): Config {
	return readConfig({ PORT: String(port) }, []);
}

async function withServer(body: string, look: (port: number) => Promise<void>): Promise<void> {
	const server = createServer((_, response) => response.end(body)).listen(0, "127.0.0.1");
	await new Promise((ready) => server.once("listening", ready));
	try {
		await look((server.address() as AddressInfo).port);
	} finally {
		server.close();
	}
}

test("a free port is fine", async () => {
	expect(await checkPort(configWith(await freePort()))).toMatchObject({ status: "ok" });
});

test("a port that Turnpike itself has is fine", () =>
	withServer('{"status":"ok"}', async (port) => {
		expect(await checkPort(configWith(port))).toMatchObject({
			status: "ok",
			detail: expect.stringContaining("answers"),
		});
	}));

test("a port that another program has is broken, and the program is named", () =>
	withServer("hello", async (port) => {
		const { status, detail } = await checkPort(configWith(port));
		expect(status).toBe("broken");
		expect(detail).toContain(String(process.pid));
	}));
