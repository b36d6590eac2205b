import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type Database } from "@turnpike/db";
import { type FreshDatabase, freshDatabase } from "@turnpike/test-services";
import { StripeServer } from "@turnpike/test-stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { admin, adminJson } from "./command.fixture.ts";
import { type RunningServer, startServer } from "./server.fixture.ts";

let database: FreshDatabase;
let sql: Database;
let stripe: StripeServer;
let server: RunningServer;
let environment: Record<string, string>;
let base: string;

beforeAll(async () => {
	[database, stripe] = await Promise.all([freshDatabase("operator payments"), StripeServer.start()]);
	sql = connect(database.url, { connections: 2 });
	environment = {
		...{ DATA_DIR: await mkdtemp(join(tmpdir(), "admin-payments-")), DATABASE_URL: database.url, PORT: "0" },
		...{
			STRIPE_SECRET_KEY: stripe.secretKey,
			STRIPE_WEBHOOK_SECRET: "whsec_of_this_test",
			STRIPE_API_BASE: stripe.url,
		},
	};
	server = await startServer(environment);
	base = `http://127.0.0.1:${/ready at http:\/\/\S+:(\d+)/.exec(server.said())?.[1]}`;
	stripe.webhooks.pointAt({ url: `${base}/v1/stripe/webhook`, secret: "whsec_of_this_test" });
});
afterAll(async () => {
	await server?.stop();
	await stripe?.stop();
	await sql?.end();
	await database?.drop();
	await rm(environment?.DATA_DIR ?? "", { recursive: true, force: true });
});

const ask = <Answer>(...words: string[]): Promise<Answer> => adminJson<Answer>(words, environment);

async function until<T>(look: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
	for (;;) {
		const found = await look();
		if (holds(found)) return found;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

/** An organisation that bought credit for so much. */
async function buyer(usd: string) {
	const { org } = await ask<{ org: { id: string } }>("create-org", "--name", "Buyer");
	const { key } = await ask<{ key: string }>("create-key", "--org", org.id, "--name", "m", "--management");
	const response = await fetch(`${base}/v1/credits/checkout`, {
		method: "POST",
		headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
		body: JSON.stringify({ amount_usd: usd }),
	});
	const { data } = (await response.json()) as { data: { id: string; url: string } };
	const { paymentIntent } = stripe.people.pay(data.url.split("/").at(-1) ?? "");
	await until(
		() => balanceOf(org.id),
		({ available_usd }) => available_usd !== "0.000000000",
	);
	return { org: org.id, purchase: data.id, paymentIntent };
}

const balanceOf = (org: string) => ask<{ available_usd: string; debt_usd: string }>("balance", "--org", org);

describe("refund", () => {
	test("gives unused credit back, at most what is there", async () => {
		const { org, purchase, paymentIntent } = await buyer("10.00");
		await ask("grant", "--org", org, "--usd", "3", "--reason", "welcome");
		const { code, err } = await admin(["refund", "--org", org, "--usd", "10.01", "--reason", "asked"], environment);
		expect([code, err]).toEqual([1, expect.stringContaining("At most 10.000000000 USD of Buyer's credit")]);
		const { refunds } = await ask<{ refunds: object[] }>("refund", "--org", org, "--usd", "4.00", "--reason", "asked");
		expect(refunds).toEqual([{ id: expect.stringMatching(/^rfd_/), purchase, amount_usd: "4.000000000" }]);
		expect(await balanceOf(org)).toMatchObject({ available_usd: "9.000000000" });
		await until(
			async () => [...stripe.world.refunds.values()].filter((one) => one.payment_intent === paymentIntent),
			(made) => made.length === 1 && made[0]?.amount === 400,
		);
		await ask("refund", "--org", org, "--reason", "the rest");
		expect(await balanceOf(org)).toMatchObject({ available_usd: "3.000000000", debt_usd: "0.000000000" });
	});
});

describe("suspend-org and resume-org", () => {
	test("stop and start an organisation, whatever stopped it", async () => {
		const { org, paymentIntent } = await buyer("10.00");
		expect(await ask("suspend-org", "--org", org)).toEqual({
			...{ org, suspended: true, stopped_by: [`operator:${org}`], ended: [] },
		});
		const dispute = stripe.people.dispute(paymentIntent);
		await until(
			async () => sql`select 1 from spending_freeze where id = ${`dispute:${dispute.id}`}`,
			(rows) => rows.length > 0,
		);
		expect(await ask("resume-org", "--org", org)).toEqual({
			...{ org, suspended: false, stopped_by: [], ended: [`operator:${org}`, `dispute:${dispute.id}`] },
		});
	});
});

describe("reconcile", () => {
	test("says that everything agrees, keeps the report, and exits with 1 when something does not", async () => {
		await buyer("25.00");
		await until(
			async () => sql`select 1 from refund where state = 'requested'`,
			(rows) => rows.length === 0,
		);
		expect(await ask("reconcile")).toMatchObject({
			clean: true,
			differences: 0,
			payments: { provider: "stripe", differences: [] },
		});
		expect(await sql`select clean from reconciliation where day is null`).toEqual([{ clean: true }]);
		await sql`update payment_movement set amount_cents = amount_cents - 1 where kind = 'payment' and amount_cents = 2637`;
		const found = await adminJson<{ differences: number }>(["reconcile"], environment, 1);
		expect(found.differences).toBe(1);
		const { code, out } = await admin(["reconcile"], environment);
		expect([code, out]).toEqual([1, expect.stringMatching(/26\.360000000 at the provider, 26\.370000000 booked/)]);
	});
});

test("doctor asks Stripe", async () => {
	const { checks } = await ask<{ checks: { name: string; status: string }[] }>("doctor");
	expect(checks.find(({ name }) => name === "stripe")).toMatchObject({ status: "ok" });
});
