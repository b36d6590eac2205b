import { signatureOf } from "@turnpike/test-stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Account, Client, chat, eventually, expectRefusal, type JsonObject, ROOTS } from "../harness/index.ts";
import { openStripeStack, type StripeStack } from "./stripe-stack.ts";

let stack: StripeStack;
beforeAll(async () => {
	stack = await openStripeStack("stripe");
});
afterAll(() => stack?.close());

async function buyer(usd = "0") {
	const account: Account = await stack.account(usd);
	const manager = new Client(stack.baseUrl, (await account.key({ management: true })).text);
	const caller = new Client(stack.baseUrl, (await account.key()).text);
	return { account, manager, caller };
}

const dataOf = (body: JsonObject) => body.data ?? {};
const checkoutIdOf = (data: JsonObject) => String(data.url).split("/").at(-1) ?? "";

async function pay(manager: Client, usd: string, more: object = {}, method = "pm_card_visa") {
	const { status, body } = await manager.post("/v1/credits/checkout", { amount_usd: usd, ...more });
	expect(status, JSON.stringify(body)).toBe(200);
	const { paymentIntent } = stack.stripe.people.pay(checkoutIdOf(dataOf(body)), method);
	return { id: String(dataOf(body).id), paymentIntent };
}

async function creditOf(manager: Client) {
	const { body } = await manager.get("/v1/credits");
	const { available_usd, debt_usd } = dataOf(body);
	return { available: String(available_usd), debt: String(debt_usd) };
}

const purchaseOf = async (manager: Client, id: string) =>
	dataOf((await manager.get(`/v1/credits/purchases/${id}`)).body);

describe.each(ROOTS)("buying credit on %s", (root) => {
	test("shows the fee apart, is paid at Stripe, and is there within moments, once", async () => {
		const { manager, caller } = await buyer();
		const before = await caller.post("/v1/chat/completions", chat("hello"));
		expect(before.status).toBe(402);
		const { body } = await manager.post(`${root}/credits/checkout`, { amount: 10 });
		expect(dataOf(body)).toMatchObject({
			status: "open",
			sandbox: false,
			amount_usd: "10.000000000",
			fee_usd: "0.800000000",
			total_usd: "10.800000000",
			url: expect.stringContaining(`${stack.stripe.url}/c/pay/`),
		});
		stack.stripe.people.pay(checkoutIdOf(dataOf(body)));
		await eventually(async () => expect(await creditOf(manager)).toMatchObject({ available: "10.000000000" }));
		const { status } = await caller.post("/v1/chat/completions", chat("hello"));
		expect(status).toBe(200);
		const list = await manager.get(`${root}/credits/purchases`);
		expect(list.body).toMatchObject({
			object: "list",
			has_more: false,
			data: [
				{
					id: dataOf(body).id,
					status: "paid",
					url: null,
					receipt_url: expect.any(String),
					invoice_url: expect.any(String),
				},
			],
		});
		await stack.stripe.webhooks.settled();
		expect(await creditOf(manager)).toMatchObject({ debt: "0.000000000" });
	});

	test("is one purchase for one Idempotency-Key, asked for at once too; another amount is a mismatch", async () => {
		const { manager } = await buyer();
		const ask = (amount_usd: string) =>
			manager.post(`${root}/credits/checkout`, { amount_usd }, { headers: { "idempotency-key": "one" } });
		const answers = await Promise.all([ask("20"), ask("20.00"), ask("20")]);
		expect(new Set(answers.map(({ body }) => dataOf(body).id)).size).toBe(1);
		expect(new Set(answers.map(({ body }) => dataOf(body).url)).size).toBe(1);
		expectRefusal(await ask("21"), root, {
			...{ status: 400, type: "invalid_request_error", code: "idempotency_mismatch", param: "Idempotency-Key" },
		});
	});

	test.each([
		[{ amount_usd: "4.99" }, "amount_usd"],
		[{ amount_usd: "10000.01" }, "amount_usd"],
		[{ amount_usd: "10.001" }, "amount_usd"],
		[{ amount: -10 }, "amount"],
		[{ amount_usd: "ten" }, "amount_usd"],
		[{ amount_usd: "10", amount: 10 }, "amount_usd"],
		[{ amount_usd: "10", success_url: "https://elsewhere.example/" }, "success_url"],
		[{ amount_usd: "10", cancel_url: "javascript:alert(1)" }, "cancel_url"],
		[{ amount_usd: "10", save_card: "yes" }, "save_card"],
	])("refuses %j", async (body, param) => {
		const { manager } = await buyer();
		const answer = await manager.post(`${root}/credits/checkout`, body);
		expect([answer.status, JSON.stringify(answer.body)]).toEqual([400, expect.stringContaining(param)]);
	});

	test("is for who may: no inference key, no other organisation's purchases", async () => {
		const [mine, theirs] = [await buyer(), await buyer()];
		expect((await mine.caller.post(`${root}/credits/checkout`, { amount_usd: "10" })).status).toBe(403);
		expect((await mine.caller.get(`${root}/credits/purchases`)).status).toBe(403);
		const { id } = await pay(mine.manager, "10");
		expect((await theirs.manager.get(`${root}/credits/purchases/${id}`)).status).toBe(404);
		expect((await mine.manager.get(`${root}/credits/purchases/${id}`)).status).toBe(200);
		const page = await theirs.manager.get(`${root}/credits/purchases?cursor=${id}`);
		expect(page.body).toMatchObject({ data: [], has_more: false });
	});
});

test("purchases come in pages, the newest first", async () => {
	const { manager } = await buyer();
	const ids: string[] = [];
	for (let n = 0; n < 5; n++) {
		const { body } = await manager.post("/v1/credits/checkout", { amount_usd: `${10 + n}` });
		ids.unshift(String(dataOf(body).id));
	}
	const seen: string[] = [];
	let cursor = "";
	do {
		const { body } = await manager.get(`/v1/credits/purchases?limit=2${cursor && `&cursor=${cursor}`}`);
		seen.push(...Object.values(body.data ?? {}).map((one) => String(one?.id)));
		cursor = body.next_cursor === null ? "" : String(body.next_cursor);
	} while (cursor !== "");
	expect(seen).toEqual(ids);
});

describe("a webhook", () => {
	const post = (body: string, signature: string) =>
		fetch(stack.webhookUrl, { method: "POST", body, headers: { "stripe-signature": signature } });
	const now = () => Math.floor(Date.now() / 1_000);
	const event = JSON.stringify({ id: "evt_forged", object: "event", type: "x", created: now(), data: { object: {} } });

	test("that is forged, changed, unsigned or too old is refused; a signed one is taken, again too", async () => {
		const good = signatureOf(event, stack.webhookSecret, now());
		const bad = [
			await post(event, signatureOf(event, "whsec_other", now())),
			await post(`${event} `, good),
			await post(event, ""),
			await post(event, signatureOf(event, stack.webhookSecret, now() - 301)),
			await post("", signatureOf("", stack.webhookSecret, now())),
		];
		for (const answer of bad) {
			expect(answer.status).toBe(400);
			expect(await answer.json()).toMatchObject({
				error: { type: "invalid_request_error", code: "invalid_signature", param: "Stripe-Signature" },
			});
		}
		const kept = () => stack.sql`select id from payment_event where id = 'evt_forged'`;
		expect(await kept()).toHaveLength(0);
		for (let n = 0; n < 2; n++) expect((await post(event, good)).status).toBe(200);
		expect(await kept()).toHaveLength(1);
	});

	test("of a payment of days ago, in the reverse order, more than once, credits once", async () => {
		const { manager } = await buyer();
		stack.stripe.webhooks.hold();
		await pay(manager, "10");
		await pay(manager, "15");
		const events = stack.stripe.webhooks.take().reverse();
		for (const one of [...events, ...events]) await stack.stripe.webhooks.send(one);
		await stack.stripe.webhooks.release();
		await eventually(async () => expect(await creditOf(manager)).toMatchObject({ available: "25.000000000" }));
		const waiting = () => stack.sql`select 1 from payment_event where applied_at is null and parked_reason is null`;
		await eventually(async () => expect(await waiting()).toHaveLength(0));
		expect(await creditOf(manager)).toMatchObject({ available: "25.000000000" });
	});
});

test("a dispute stops the calls of an account within seconds; won, they go on", async () => {
	const { manager, caller } = await buyer();
	const { paymentIntent, id } = await pay(manager, "10");
	await eventually(async () => expect(await creditOf(manager)).toMatchObject({ available: "10.000000000" }));
	const call = () => caller.post("/v1/chat/completions", chat("hello"));
	expect((await call()).status).toBe(200);
	const dispute = stack.stripe.people.dispute(paymentIntent);
	await eventually(async () => {
		expectRefusal(await call(), "/v1", { status: 403, type: "permission_error", code: "account_suspended" });
	}, 10_000);
	stack.stripe.people.closeDispute(dispute.id, "won");
	await eventually(async () => expect((await call()).status).toBe(200), 10_000);
	expect(await purchaseOf(manager, id)).toMatchObject({ status: "paid", disputed_usd: "0.000000000" });
});

test("a refund in the dashboard after the credit was spent is owed, and repaid by the next purchase, which says so", async () => {
	const { manager, caller } = await buyer();
	const { paymentIntent, id } = await pay(manager, "10");
	await eventually(async () => expect(await creditOf(manager)).toMatchObject({ available: "10.000000000" }));
	await caller.post("/v1/chat/completions", chat("hello [[tokens:500]]", { model: "sandbox/lorem", max_tokens: 500 }));
	stack.stripe.people.refund(paymentIntent);
	await eventually(async () => expect(await purchaseOf(manager, id)).toMatchObject({ status: "refunded" }));
	await eventually(async () => expect((await creditOf(manager)).debt).not.toBe("0.000000000"), 20_000);
	expect((await caller.post("/v1/chat/completions", chat("hello"))).status).toBe(402);
	const next = await pay(manager, "10");
	await eventually(async () => {
		const purchase = await purchaseOf(manager, next.id);
		expect(purchase).toMatchObject({ status: "paid" });
		expect(purchase.debt_repaid_usd).not.toBe("0.000000000");
	});
	await eventually(async () => expect(await creditOf(manager)).toMatchObject({ debt: "0.000000000" }));
});

test("automatic top-ups need a saved card, then top up when the account runs low", async () => {
	const { manager } = await buyer();
	const settings = { enabled: true, threshold_usd: "20.00", amount_usd: "25.00", monthly_max_usd: "100.00" };
	const refused = await manager.post("/v1/credits/auto-topup", settings);
	expectRefusal(refused, "/v1", {
		status: 400,
		type: "invalid_request_error",
		code: "invalid_value",
		param: "enabled",
	});
	await pay(manager, "10", { save_card: true });
	await eventually(async () => {
		const { body } = await manager.get("/v1/credits/auto-topup");
		expect(dataOf(body)).toMatchObject({ enabled: false, card: { label: "visa •••• 4242" } });
	});
	const set = await manager.post("/v1/credits/auto-topup", settings);
	expect(dataOf(set.body)).toMatchObject({
		...settings,
		threshold_usd: "20.000000000",
		amount_usd: "25.000000000",
		monthly_max_usd: "100.000000000",
	});
	await eventually(async () => expect(await creditOf(manager)).toMatchObject({ available: "35.000000000" }), 10_000);
	const bad = await manager.post("/v1/credits/auto-topup", { enabled: true, monthly_max_usd: "1.00" });
	expectRefusal(bad, "/v1", {
		status: 400,
		type: "invalid_request_error",
		code: "invalid_value",
		param: "monthly_max_usd",
	});
	const card = (method: string) =>
		fetch(`${stack.baseUrl}/v1/credits/card`, { method, headers: { authorization: `Bearer ${manager.key}` } });
	expect((await card("DELETE")).status).toBe(200);
	expect((await card("DELETE")).status).toBe(404);
});

test("a Stripe that does not answer is a 503 that may be repeated with its key", async () => {
	const { manager } = await buyer();
	stack.stripe.faults.next({ on: "POST /v1/customers", when: "before", shows: 503 });
	const ask = () =>
		manager.post("/v1/credits/checkout", { amount_usd: "10" }, { headers: { "idempotency-key": "again" } });
	expectRefusal(await ask(), "/v1", { status: 503, type: "api_error", code: "billing_unavailable", retry: true });
	stack.stripe.faults.clear();
	expect((await ask()).status).toBe(200);
	const rows = await stack.sql`select count(*)::int4 as count from purchase where idempotency_key = 'again'`;
	expect(rows).toEqual([{ count: 1 }]);
});

test("the audit says that the books are right", async () => {
	expect((await stack.audit()).clean).toBe(true);
});
