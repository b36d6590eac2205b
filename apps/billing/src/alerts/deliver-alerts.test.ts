import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { createServer as createRawServer } from "node:net";
import { makeWebhookSecret } from "@turnpike/alerts";
import { addWebhook, listWebhooks, testWebhook } from "@turnpike/db";
import { makeVault } from "@turnpike/vault";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newId, openBilling } from "../testing/open-billing.fixture.ts";
import type { AlertsWorld } from "./alerts-world.ts";
import { deliverAlerts, outcomeOf } from "./deliver-alerts.ts";
import { postWebhook } from "./post-webhook.ts";
import { publicLookup } from "./public-lookup.ts";
import { writeWebhookOff } from "./write-alert.ts";

interface Received {
	readonly headers: IncomingMessage["headers"];
	readonly path: string;
	readonly body: string;
}

let server: Server;
let host: string;
let received: Received[];
/** What the receiver answers next; the last one stays. */
let answers: { status: number; location?: string }[];

beforeAll(async () => {
	server = createServer(async (request, response) => {
		let body = "";
		for await (const chunk of request) body += chunk;
		received.push({ headers: request.headers, path: request.url ?? "", body });
		const { status, location } = (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 200 };
		response.writeHead(status, location === undefined ? {} : { location }).end("whatever");
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	host = `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
});
afterAll(() => {
	server.close();
});
beforeEach(() => {
	received = [];
	answers = [{ status: 200 }];
});

const post = (url: string, privateHosts: string[] = []) => postWebhook({ url, headers: {}, body: "{}", privateHosts });

describe("a webhook's address", () => {
	it("that is private is not asked, whatever stands behind it", async () => {
		for (const url of [
			`http://${host}/`,
			"http://169.254.169.254/",
			"http://[::1]/",
			"http://localhost/",
			"http://2130706433/",
		]) {
			expect(await post(url)).toEqual({ trouble: expect.stringContaining("not public") });
		}
		expect(received).toEqual([]);
	});

	it("is looked at when its name is resolved, and the connection goes nowhere else", async () => {
		const resolved = (all: boolean) =>
			new Promise((resolve) =>
				publicLookup("localhost", { all }, (error, address) => resolve(error?.message ?? address)),
			);
		expect(await resolved(true)).toContain("not public");
		expect(await resolved(false)).toContain("not public");
	});

	it("of the operator's own may be private; where it redirects to is not asked", async () => {
		answers = [{ status: 307, location: `http://${host}/elsewhere` }];
		expect(await post(`http://${host}/here?x=1`, [host])).toEqual({ status: 307 });
		expect(received.map(({ path }) => path)).toEqual(["/here?x=1"]);
	});

	it("that changes to another protocol, or hangs up, is no answer, and nobody waits for one", async () => {
		for (const word of ["HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n", ""]) {
			const strange = createRawServer((socket) => {
				socket.on("error", () => {}).once("data", () => (word === "" ? socket.destroy() : socket.write(word)));
			}).listen(0, "127.0.0.1");
			await once(strange, "listening");
			const address = strange.address();
			const place = `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
			expect(await post(`http://${place}/`, [place])).toEqual({ trouble: expect.stringMatching(/\S/) });
			strange.close();
		}
	});

	it("where nobody is says so", async () => {
		expect(await post("http://127.0.0.1:1/", ["127.0.0.1:1"])).toEqual({ trouble: expect.stringMatching(/\S/) });
	});
});

describe("what came of an attempt", () => {
	const tried = { kind: "balance.low", attempts: 1, ageMs: 0 };
	const url = "https://turnpike.example";

	it.each([200, 204, 299])("%i is an arrival", (status) => {
		expect(outcomeOf({ status }, tried, url)).toEqual({ kind: "delivered" });
	});

	it.each([301, 404, 410, 500])("%i is tried again", (status) => {
		expect(outcomeOf({ status }, tried, url)).toMatchObject({ kind: "later", trouble: `it answered ${status}` });
	});

	it("leads whoever is told of a webhook that is off to where it is switched on", () => {
		expect(writeWebhookOff("https://hooks.example.com/x", url).text).toContain(`${url}/organization?tab=alerts`);
	});

	it("is given up after a day, and a test at once", () => {
		// Its mail says of a webhook that is switched off that nothing has arrived for a day.
		const givenUp = { kind: "given_up", failingMs: 86_400_000 };
		expect(outcomeOf({ trouble: "x" }, { ...tried, ageMs: 86_400_000 }, url)).toMatchObject(givenUp);
		expect(outcomeOf({ trouble: "x" }, { ...tried, kind: "webhook.test" }, url)).toMatchObject(givenUp);
	});
});

describe("an alert", () => {
	it("arrives signed, once where its receiver says it has it, and again until it does", async () => {
		const billing = await openBilling("alerts");
		try {
			const { sql } = billing;
			const { organisationId } = await billing.open(1n);
			const vault = makeVault([{ version: 1, secret: "a secret for tests alone" }]);
			const secret = makeWebhookSecret(crypto.getRandomValues(new Uint8Array(32)));
			const secretSealed = await vault.seal(new TextEncoder().encode(secret), "alert_webhook:whk_1");
			await addWebhook(sql, { organisationId, id: "whk_1", url: `http://${host}/hook`, secretSealed }, 5, "test");
			const id = await testWebhook(sql, { organisationId, id: "whk_1" }, newId(), 5);
			await sql`update alert set kind = 'balance.low'`;
			const troubles: unknown[] = [];
			const world: AlertsWorld = {
				...{ sql, vault, privateHosts: [host], publicUrl: () => "https://turnpike.example", now: () => Date.now() },
				onTrouble: (what) => troubles.push(what),
			};
			answers = [{ status: 500 }, { status: 200 }];
			expect(await deliverAlerts(world)).toMatchObject({ delivered: 0, failed: 1 });
			expect(await deliverAlerts(world)).toMatchObject({ delivered: 0, failed: 0 });
			await sql`update alert_delivery set due_at = now()`;
			const rounds = await Promise.all([deliverAlerts(world), deliverAlerts(world), deliverAlerts(world)]);
			expect(rounds.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(1);
			expect(received).toHaveLength(2);
			for (const { headers, body } of received) {
				expect(headers["webhook-id"]).toBe(id);
				const signed = `${id}.${headers["webhook-timestamp"]}.${body}`;
				const key = Buffer.from(secret.slice("whsec_".length), "base64");
				expect(headers["webhook-signature"]).toBe(`v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
				expect(JSON.parse(body)).toMatchObject({ id, type: "webhook.test", organization_id: organisationId });
			}
			expect(received[0]?.body).toBe(received[1]?.body);
			expect(troubles).toEqual([]);
			expect(await listWebhooks(sql, organisationId)).toMatchObject([{ waiting: 0, failingSince: undefined }]);
		} finally {
			await billing.close();
		}
	});
});
