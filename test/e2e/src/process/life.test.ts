import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	type BunServer,
	bunRuntime,
	Client,
	chat,
	contentOf,
	eventually,
	openStackOn,
	rawRequest,
	type Stack,
	spawnServer,
} from "../harness/index.ts";
import { chatFrames, plainUsage, slowly, stream } from "../upstreams/index.ts";

let stack: Stack & { readonly server: BunServer };
beforeAll(async () => {
	stack = await openStackOn("life", { runtime: bunRuntime });
});
afterAll(() => stack?.close());

const V1 = "/v1/chat/completions";
const GPT = "openai/gpt-4.1";
const WORDS = Array.from({ length: 30 }, (_, at) => `word${at} `);

/** Another process on the same database and data directory. */
const startAgain = (settings: Readonly<Record<string, string>> = {}) =>
	bunRuntime.start({ ...stack.settings, ...settings });

async function newClient(server: BunServer, usd?: string): Promise<Client> {
	return new Client(server.baseUrl, (await (await stack.account(usd)).key()).text);
}

describe("a start", () => {
	test("on a taken port names who has it and a port to try", async () => {
		const holder = createServer().listen(0, "127.0.0.1");
		await once(holder, "listening");
		const address = holder.address();
		const port = typeof address === "object" && address ? address.port : 0;
		const { exited, output } = spawnServer({ ...stack.settings, PORT: String(port) });
		expect(await exited).toBe(1);
		expect(output()).toContain(`Port ${port} on 127.0.0.1 is in use by pid ${process.pid}`);
		expect(output()).toMatch(/PORT=\d+ npm start/);
		expect(output()).not.toMatch(/\n\s+at /);
		holder.close();
	});

	test.each([
		["PORT", "eighty"],
		["DATABASE_URL", "mysql://x"],
		["ROLE", "boss"],
		["KEY_PEPPER", "short"],
		["OPENAI_BASE_URL", "not a url"],
	])("with a wrong %s says so in a sentence", async (name, value) => {
		const { exited, output } = spawnServer({ ...stack.settings, [name]: value });
		expect(await exited).toBe(1);
		expect(output()).toContain(name);
		expect(output().trim().split("\n")).toHaveLength(1);
		if (/URL|PEPPER/.test(name)) expect(output()).not.toContain(value);
	});

	test("where there is no database says so, without its password", async () => {
		const { exited, output } = spawnServer({ ...stack.settings, DATABASE_URL: "postgres://u:geheim@127.0.0.1:1/x" });
		expect(await exited).toBe(1);
		expect(output()).not.toContain("geheim");
	});
});

test("a health check in HTTP/1.0 without a Host is answered", async () => {
	const { status } = await rawRequest(stack.server.baseUrl, ["GET /healthz HTTP/1.0"], []);
	expect(status).toBe(200);
});

test("SIGTERM lets streams finish, makes usage durable, takes no new calls, and exits with 0", async () => {
	const server = await startAgain();
	const client = await newClient(server);
	stack.upstreams.openai.next(stream(slowly(chatFrames(WORDS, plainUsage(10, 30)), 50)));
	const response = await client.send(V1, { ...chat("x", { model: GPT, max_tokens: 100 }), stream: true });
	server.process.kill("SIGTERM");
	// Once more, as an impatient person would: it shortens nothing.
	setTimeout(() => server.process.kill("SIGTERM"), 200);
	const text = await response.text();
	for (const word of WORDS) expect(text).toContain(word);
	expect(text).toMatch(/data: \[DONE\]\n\n$/);
	expect(await server.exited).toBe(0);
	await expect(client.post(V1, chat("x"))).rejects.toThrow();
	const id = response.headers.get("x-generation-id");
	const record = (await new Client(stack.baseUrl, client.key).get(`/v1/generation?id=${id}`)).body.data;
	expect(record).toMatchObject({ status: "completed", posted: true });
});

test("kill -9 in the middle of a stream: the next start goes on, nothing is lost or charged twice", {
	timeout: 60_000,
}, async () => {
	const server = await startAgain();
	const client = await newClient(server, "1");
	const told: string[] = [];
	for (let call = 0; call < 5; call++) told.push(String((await client.post(V1, chat("hello"))).body.usage?.cost_usd));
	stack.upstreams.openai.next(stream(slowly(chatFrames(WORDS, plainUsage(10, 30)), 50)));
	const response = await client.send(V1, { ...chat("x", { model: GPT, max_tokens: 100 }), stream: true });
	const reader = response.body?.getReader();
	await reader?.read();
	await server.kill();
	await expect(
		(async () => {
			while (!(await reader?.read())?.done);
		})(),
	).rejects.toThrow();
	const next = await startAgain();
	const after = new Client(next.baseUrl, client.key);
	told.push(String((await after.post(V1, chat("hello"))).body.usage?.cost_usd));
	expect((await stack.audit()).clean).toBe(true);
	// What answered normally is charged, once each; of the broken stream at most a checkpoint.
	const activity = Object.values((await after.get("/v1/activity?by=model")).body.data ?? {});
	expect(activity.find((row) => String(row?.model) === "sandbox/echo")?.requests).toBe(told.length);
	// What the dead process had set aside comes back, as does what the living one leaves idle.
	await eventually(
		async () => expect((await after.get("/v1/credits")).body.data?.reserved_usd).toBe("0.000000000"),
		30_000,
		500,
	);
	await next.stop();
});

test("revocation reaches every process within 5 s", async () => {
	const servers = [stack.server, await startAgain({ ROLE: "api" })];
	const key = await (await stack.account()).key();
	const clients = servers.map(({ baseUrl }) => new Client(baseUrl, key.text));
	for (const client of clients) expect((await client.post(V1, chat("hello"))).status).toBe(200);
	await stack.sql`update api_key set revoked_at = clock_timestamp(), updated_at = clock_timestamp() where id = ${key.id}`;
	await Promise.all(
		clients.map((client) =>
			eventually(async () => expect((await client.post(V1, chat("hello"))).status).toBe(401), 5_000),
		),
	);
	await servers[1]?.stop();
});

test("two processes share one balance, and together spend no more than there is", { timeout: 60_000 }, async () => {
	const other = await startAgain({ ROLE: "api" });
	const account = await stack.account("0.01");
	const key = (await account.key()).text;
	const clients = [stack.server, other].map(({ baseUrl }) => new Client(baseUrl, key));
	const calls = clients.flatMap((client) =>
		Array.from({ length: 60 }, () => client.post(V1, chat("[[tokens:100]] lorem ipsum", { max_tokens: 100 }))),
	);
	const paid = (await Promise.all(calls)).filter(({ status }) => status === 200);
	await stack.audit();
	const spent = (await clients[0]?.get("/v1/credits"))?.body.data;
	const told = paid.reduce((sum, { body }) => sum + BigInt(String(body.usage?.cost_usd).replace(".", "")), 0n);
	expect(told).toBeLessThanOrEqual(10_000_000n);
	expect(BigInt(String(spent?.posted_usd).replace(".", ""))).toBe(told);
	await other.stop();
});

test("on the embedded database a second start finds yesterday's data", { timeout: 60_000 }, async () => {
	const dataDir = await mkdtemp(join(tmpdir(), "turnpike e2e "));
	try {
		const settings = { PORT: "0", DATA_DIR: dataDir };
		const first = await bunRuntime.start(settings);
		const key = /Development key: (\S+)/.exec(first.output())?.[1] ?? (await eventually(() => keyIn(first)));
		const said = await new Client(first.baseUrl, key).stream(V1, chat("remember me"));
		expect(contentOf(said.chunks)).toBe("remember me");
		expect(await first.stop()).toBe(0);
		const second = await bunRuntime.start(settings);
		expect(await eventually(() => keyIn(second))).toBe(key);
		const record = await new Client(second.baseUrl, key).get(
			`/v1/generation?id=${said.headers.get("x-generation-id")}`,
		);
		expect(record.body.data).toMatchObject({ model: "sandbox/echo", posted: true });
		await second.kill();
		const third = await bunRuntime.start(settings);
		expect((await new Client(third.baseUrl, key).post(V1, chat("hello"))).status).toBe(200);
		expect(await third.stop()).toBe(0);
	} finally {
		await rm(dataDir, { recursive: true, force: true });
	}
});

function keyIn(server: BunServer): string {
	const key = /Development key: (\S+)/.exec(server.output())?.[1];
	if (key === undefined) throw new Error("it has not said its key");
	return key;
}
