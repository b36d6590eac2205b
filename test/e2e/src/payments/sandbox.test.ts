import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client, eventually, type JsonObject, openStack, type Stack } from "../harness/index.ts";

let stack: Stack;
beforeAll(async () => {
	stack = await openStack("sandbox_payments");
});
afterAll(() => stack?.close());

async function buyer() {
	const account = await stack.account("0");
	return new Client(stack.baseUrl, (await account.key({ management: true })).text);
}

const dataOf = (body: JsonObject) => body.data ?? {};

/** The server says `localhost`; tests ask 127.0.0.1. */
const here = (url: unknown) => stack.baseUrl + new URL(String(url)).pathname;

async function order(manager: Client, more: object = {}) {
	const { body } = await manager.post("/v1/credits/checkout", { amount_usd: "10.00", ...more });
	const data = dataOf(body);
	expect(data).toMatchObject({ sandbox: true, total_usd: "10.800000000", status: "open" });
	return { id: String(data.id), page: here(data.url) };
}

const choose = (page: string, method: string) =>
	fetch(page, { method: "POST", body: new URLSearchParams({ method }), redirect: "manual" });

const purchaseOf = async (manager: Client, id: string) =>
	dataOf((await manager.get(`/v1/credits/purchases/${id}`)).body);

describe("the sandbox's checkout", () => {
	test("is a page that says so, needs no script, and pays through the same way as a real payment", async () => {
		const manager = await buyer();
		const { id, page } = await order(manager);
		const shown = await fetch(page);
		const html = await shown.text();
		expect(shown.headers.get("content-security-policy")).toContain("default-src 'none'");
		for (const words of ["Sandbox:", "$10.80", "Platform fee", "$0.80", 'lang="en"']) expect(html).toContain(words);
		expect(html).not.toContain("<script");
		const paid = await choose(page, "card");
		expect(paid.status).toBe(303);
		expect(paid.headers.get("location")).toMatch(new RegExp(`/credits\\?purchase=${id}$`));
		await eventually(async () =>
			expect(await purchaseOf(manager, id)).toMatchObject({ status: "paid", sandbox: true }),
		);
		expect((await manager.get("/v1/credits")).body).toMatchObject({ data: { available_usd: "10.000000000" } });
		const events = await stack.sql`select outcome from payment_event where provider = 'sandbox' and outcome = ${id}`;
		expect(events).toHaveLength(1);
		const receipt = await fetch(here((await purchaseOf(manager, id)).receipt_url));
		expect(await receipt.text()).toContain("Sandbox:");
		expect((await choose(page, "card")).status).toBe(303);
		expect((await manager.get("/v1/credits")).body).toMatchObject({ data: { available_usd: "10.000000000" } });
	});

	test("has cards that are declined and debits that take a while", async () => {
		const manager = await buyer();
		const { id, page } = await order(manager);
		const declined = await choose(page, "declined");
		expect(declined.headers.get("location")).toBe(new URL(page).pathname);
		expect(await (await fetch(page)).text()).toContain('role="alert"');
		await choose(page, "debit");
		await eventually(async () => expect(await purchaseOf(manager, id)).toMatchObject({ status: "processing" }));
		await eventually(async () => expect(await purchaseOf(manager, id)).toMatchObject({ status: "paid" }), 30_000);
	});

	test("of nobody is not there, and takes no other way to pay", async () => {
		const { page } = await order(await buyer());
		expect((await fetch(`${stack.baseUrl}/sandbox/checkout/cs_sandbox_none`)).status).toBe(404);
		expect((await choose(`${stack.baseUrl}/sandbox/checkout/cs_sandbox_none`, "card")).status).toBe(404);
		expect((await choose(page, "gold")).status).toBe(400);
		expect((await choose(page, "x".repeat(2_000))).status).toBe(413);
	});

	test("has no webhook", async () => {
		const answer = await fetch(`${stack.baseUrl}/v1/stripe/webhook`, { method: "POST", body: "{}" });
		expect(answer.status).toBe(404);
	});
});

describe("production", () => {
	test("refuses the sandbox: without Stripe no credit is sold", async () => {
		const production = await openStack("no_sandbox", {
			...{ NODE_ENV: "production", AUTH_SECRET: "a".repeat(32), SECRETS_KEY: "b".repeat(32) },
		});
		try {
			const account = await production.account("1");
			const manager = new Client(production.baseUrl, (await account.key({ management: true })).text);
			const answer = await manager.post("/v1/credits/checkout", { amount_usd: "10" });
			expect([answer.status, answer.body.error?.code]).toEqual([404, "not_found"]);
			expect((await fetch(`${production.baseUrl}/sandbox/checkout/cs_sandbox_x`)).status).toBe(404);
			expect((await fetch(`${production.baseUrl}/sandbox/style.css`)).status).toBe(404);
		} finally {
			await production.close();
		}
	});
});
