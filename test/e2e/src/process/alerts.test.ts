import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
	type BunServer,
	bunRuntime,
	Client,
	chat,
	eventually,
	type JsonObject,
	openStackOn,
	type Person,
	type Stack,
	signUp,
} from "../harness/index.ts";

interface Message {
	readonly id: string;
	readonly body: JsonObject;
	readonly signed: boolean;
}

let receiver: Server;
let url: string;
let host: string;
let secret = "";
const messages: Message[] = [];
/** Calls that are left without an answer, as by a receiver that hangs. */
let unanswered: ServerResponse[] | undefined;

let stack: Stack & { readonly server: BunServer };
let owner: Person;

beforeAll(async () => {
	receiver = createServer(async (request, response) => {
		let body = "";
		for await (const chunk of request) body += chunk;
		const id = String(request.headers["webhook-id"]);
		const content = `${id}.${request.headers["webhook-timestamp"]}.${body}`;
		const key = Buffer.from(secret.replace("whsec_", ""), "base64");
		const expected = `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
		const signed = String(request.headers["webhook-signature"]).split(" ").includes(expected);
		messages.push({ id, body: JSON.parse(body), signed });
		if (unanswered) unanswered.push(response);
		else response.end();
	}).listen(0, "127.0.0.1");
	await once(receiver, "listening");
	const address = receiver.address();
	host = `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
	url = `http://${host}/hook`;
	const settings = { WEBHOOK_PRIVATE_HOSTS: host };
	stack = await openStackOn("alerts", { runtime: bunRuntime, settings });
	owner = await signUp(stack.baseUrl, "Ada");
	await stack.credit(owner.organisationId, "1");
});
afterAll(async () => {
	expect((await stack.audit()).clean).toBe(true);
	await stack?.close();
	receiver?.closeAllConnections();
	receiver?.close();
});

const ask = (method: string, path: string, body?: unknown) => owner.browser.send(`/v1${path}`, { method, body });
const ofType = (type: string) => messages.filter((message) => String(message.body.type) === type);
/** Deliveries whose lease or pause is over: as after a minute. */
const timePasses = () => stack.sql`update alert_delivery set due_at = now() where delivered_at is null`;

async function newKey(): Promise<{ client: Client; id: string }> {
	const { body } = await ask("POST", "/keys", { name: "spending" });
	return { client: new Client(stack.baseUrl, String(body.key)), id: String(body.data?.hash) };
}

test("a webhook's secret is told once, its test arrives signed, and no private address is taken", async () => {
	for (const wrong of [
		"http://127.0.0.1:1/",
		"http://169.254.169.254/latest",
		"http://localhost/",
		"ftp://example.com/",
	]) {
		expect((await ask("POST", "/alerts/webhooks", { url: wrong })).status).toBe(400);
	}
	const made = await ask("POST", "/alerts/webhooks", { url });
	expect(made.status).toBe(201);
	secret = String(made.body.secret);
	const id = String(made.body.data?.id);
	expect((await ask("GET", "/alerts")).text).not.toContain(secret);
	const sent = await ask("POST", `/alerts/webhooks/${id}/test`);
	expect(sent.status).toBe(202);
	await eventually(
		() => expect(ofType("webhook.test")).toMatchObject([{ id: sent.body.data?.id, signed: true }]),
		20_000,
	);
	const stranger = await signUp(stack.baseUrl, "Eve");
	expect((await stranger.browser.send(`/v1/alerts/webhooks/${id}`, { method: "DELETE" })).status).toBe(404);
	const key = await stack.account();
	const manager = new Client(stack.baseUrl, (await key.key({ management: true })).text);
	expect((await manager.get("/v1/alerts")).status).toBe(403);
});

test("a low balance and a budget's thresholds are told once each, though every worker is killed meanwhile", {
	timeout: 90_000,
}, async () => {
	const { client, id } = await newKey();
	const budget = await ask("PUT", `/budgets/key/${id}/lifetime`, { limit_usd: "0.0001", soft: true });
	expect(budget.status).toBe(200);
	expect((await ask("PUT", "/alerts", { low_balance_usd: "0.9999" })).body.data).toMatchObject({
		low_balance_usd: "0.999900000",
		mail: true,
	});
	unanswered = [];
	const words = "hello ".repeat(200);
	await eventually(async () => {
		expect((await client.post("/v1/chat/completions", chat(words))).status).toBe(200);
		expect(ofType("budget.threshold").length).toBeGreaterThan(0);
	}, 30_000);
	await stack.server.kill();
	for (const response of unanswered) response.destroy();
	unanswered = undefined;
	const workers = await Promise.all(["1", "2"].map(() => bunRuntime.start({ ...stack.settings, ROLE: "billing" })));
	try {
		const settled = async () => {
			await timePasses();
			const [row] = await stack.sql<{ count: number }[]>`select count(*)::int4 as count from alert_delivery
				where delivered_at is null`;
			const [crossed] = await stack.sql<{ count: number }[]>`select count(*)::int4 as count from budget_crossing
				where announced_at is not null`;
			expect([row?.count, crossed?.count]).toEqual([0, 3]);
			expect(ofType("balance.low").length).toBeGreaterThan(0);
		};
		await eventually(settled, 40_000, 500);
		const ids = (type: string) => new Set(ofType(type).map((message) => message.id));
		expect(ids("budget.threshold").size).toBe(3);
		expect(new Set(ofType("budget.threshold").map(({ body }) => body.data?.percent))).toEqual(new Set([50, 80, 100]));
		expect(ids("balance.low").size).toBe(1);
		expect(messages.every(({ signed }) => signed)).toBe(true);
		const mails = await stack.sql<
			{ subject: string }[]
		>`select subject from mail_outbox where dedupe_key like 'alert:%'`;
		expect(mails.filter(({ subject }) => subject.includes("budget"))).toHaveLength(3);
		expect(mails.filter(({ subject }) => subject.includes("balance"))).toHaveLength(1);
	} finally {
		for (const worker of workers) await worker.stop();
	}
});
