import { nanoUsd } from "@turnpike/money";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { setBudget } from "../budgets/set-budget.ts";
import { openTestBook, postAll, type TestBook, type TestSpender, usageOf } from "../testing/open-test-book.fixture.ts";
import { uuidv7 } from "../testing/uuidv7.fixture.ts";
import { type AlertChanges, changeAlertSettings, readAlertSettings } from "./alert-settings.ts";
import { announceCrossings } from "./announce-crossings.ts";
import { announceExpiringKeys } from "./announce-expiring-keys.ts";
import { announceLowBalances } from "./announce-low-balances.ts";
import { claimDeliveries, forgetAlerts, settleDelivery } from "./delivery-store.ts";
import { addWebhook, listWebhooks, rotateWebhook, switchWebhook, testWebhook } from "./webhook-store.ts";

let world: TestBook;
let spender: TestSpender;
beforeAll(async () => {
	world = await openTestBook("alerts");
});
afterAll(() => world?.close());
beforeEach(async () => {
	await world.sql`truncate alert, alert_webhook, alert_delivery, alert_settings, mail_outbox`;
	await world.sql`update budget_crossing set announced_at = now()`;
	await world.sql`update api_key set expires_at = null`;
	spender = await world.open(1_000n);
	await world.sql`update organisation set email = 'Ada@Example.com' where id = ${spender.organisationId}`;
});

const write = () => ({ subject: "s", text: "t", html: "<p>t</p>" });
const AT_ONCE = 10;
const crossings = () => announceCrossings(world.sql, write, AT_ONCE);
const lows = () => announceLowBalances(world.sql, write, AT_ONCE);

async function spend(nano: bigint): Promise<void> {
	const holderId = uuidv7();
	await world.book.register({ holderId, kind: "memory", instance: "" });
	const allowanceId = uuidv7();
	const [atLeast, wanted, grantedBefore] = [nanoUsd(nano), nanoUsd(nano), nanoUsd(0n)];
	await world.book.grant({ holderId, allowanceId, spender, grantedBefore, atLeast, wanted });
	await world.log.append(usageOf(spender, allowanceId, nano));
	await postAll(world.sql, spender.accountId);
}

async function addHook(id = "whk_1", most = 10): Promise<boolean> {
	const { organisationId } = spender;
	const webhook = { organisationId, id, url: "https://hooks.example.com/x", secretSealed: new Uint8Array([1]) };
	return addWebhook(world.sql, webhook, most, "test");
}

async function told() {
	const alerts = await world.sql<
		{ kind: string; body: string }[]
	>`select kind, body from alert order by created_at, id`;
	const mails = await world.sql`select recipient from mail_outbox`;
	const deliveries = await world.sql`select 1 from alert_delivery`;
	return {
		kinds: alerts.map(({ kind }) => kind),
		data: alerts.map(({ body }) => JSON.parse(body).data),
		mails: mails.map(({ recipient }) => recipient),
		deliveries: deliveries.length,
	};
}

describe("a threshold that a budget crosses", () => {
	const terms = () => ({
		...({ organisationId: spender.organisationId, scope: "key", scopeId: spender.keyId, reset: "none" } as const),
		...{ limitNanoUsd: nanoUsd(100n), soft: true, thresholds: [60] },
	});

	it("is told once, by mail and to every webhook, however many look and however often", async () => {
		await addHook("whk_1");
		await addHook("whk_2");
		await setBudget(world.sql, terms(), "test");
		await spend(85n);
		const rounds = await Promise.all(Array.from({ length: 6 }, crossings));
		expect(rounds.reduce((sum, one) => sum + one, 0)).toBe(3);
		expect(await crossings()).toBe(0);
		const { kinds, data, mails, deliveries } = await told();
		expect(kinds).toEqual(Array(3).fill("budget.threshold"));
		expect(data.map(({ percent }) => percent).sort()).toEqual([50, 60, 80]);
		expect(data[0]).toMatchObject({ scope: "key", spent_usd: "0.000000085", limit_usd: "0.000000100", soft: true });
		expect(mails).toEqual(Array(3).fill("ada@example.com"));
		expect(deliveries).toBe(6);
		await spend(20n);
		expect(await crossings()).toBe(1);
	});

	it("is told again by whoever comes after a worker that died before it was", async () => {
		await setBudget(world.sql, terms(), "test");
		await spend(55n);
		const dying = announceCrossings(
			world.sql,
			() => {
				throw new Error("killed");
			},
			AT_ONCE,
		);
		await expect(dying).rejects.toThrow("killed");
		expect((await told()).kinds).toEqual([]);
		expect(await crossings()).toBe(1);
		expect((await told()).mails).toHaveLength(1);
	});

	it("is told though a webhook is deleted at that moment", async () => {
		await addHook("whk_1");
		await addHook("whk_2");
		await setBudget(world.sql, terms(), "test");
		await spend(55n);
		const [deleted, waiting] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
		const deleting = world.sql.begin(async (tx) => {
			await tx`delete from alert_webhook where id = 'whk_1'`;
			deleted.resolve();
			await waiting.promise;
		});
		await deleted.promise;
		const telling = crossings();
		const waits = async () =>
			(
				await world.sql`select 1 from pg_stat_activity
			where datname = current_database() and wait_event_type = 'Lock'`
			).length;
		await expect.poll(waits, { timeout: 20_000 }).toBe(1);
		waiting.resolve();
		await deleting;
		expect(await telling).toBe(1);
		expect(await told()).toMatchObject({ kinds: ["budget.threshold"], deliveries: 1 });
	});

	it("is told by webhook alone where no mail is wanted", async () => {
		await changeAlertSettings(world.sql, spender.organisationId, { mail: false }, "test");
		await setBudget(world.sql, terms(), "test");
		await spend(55n);
		await crossings();
		expect(await told()).toMatchObject({ kinds: ["budget.threshold"], mails: [] });
	});
});

describe("a balance", () => {
	const watch = (nano: bigint) =>
		changeAlertSettings(world.sql, spender.organisationId, { lowBalance: nanoUsd(nano) }, "test");

	it("that goes below its threshold is told once each time it does", async () => {
		await watch(500n);
		expect(await lows()).toBe(0);
		await spend(600n);
		const rounds = await Promise.all(Array.from({ length: 6 }, lows));
		expect(rounds.reduce((sum, one) => sum + one, 0)).toBe(1);
		await spend(10n);
		expect(await lows()).toBe(0);
		await world.fund(spender.accountId, 1_000n);
		expect(await lows()).toBe(0);
		await spend(900n);
		expect(await lows()).toBe(1);
		const { kinds, data, mails } = await told();
		expect(kinds).toEqual(["balance.low", "balance.low"]);
		expect(data[0]).toEqual({ balance_usd: "0.000000400", threshold_usd: "0.000000500" });
		expect(mails).toHaveLength(2);
	});

	it("at its threshold is not below it, and one nobody watches is told of never", async () => {
		await spend(500n);
		expect(await lows()).toBe(0);
		await watch(500n);
		expect(await lows()).toBe(0);
		await watch(501n);
		expect(await lows()).toBe(1);
		await watch(501n);
		expect(await lows()).toBe(0);
	});
});

describe("what an organisation wants to be told", () => {
	const change = (changes: AlertChanges) => changeAlertSettings(world.sql, spender.organisationId, changes, "test");
	const settings = () => readAlertSettings(world.sql, spender.organisationId);

	it("stays as it is but for what is changed, also by several at once", async () => {
		expect(await settings()).toEqual({ mail: true, lowBalance: undefined });
		for (let round = 0; round < 5; round++) {
			await change({ mail: true, lowBalance: null });
			await Promise.all([change({ mail: false }), change({ lowBalance: nanoUsd(5n) })]);
			expect(await settings()).toEqual({ mail: false, lowBalance: 5n });
		}
		const [act] = await world.sql`select detail from audit_log where action = 'alerts.set' order by id desc limit 1`;
		expect(act?.detail).toEqual({ mail: false, low_balance_nano_usd: "5" });
		await change({ lowBalance: null });
		expect(await settings()).toEqual({ mail: false, lowBalance: undefined });
	});
});

describe("a key", () => {
	it("that expires within a week is told of once, and again when that changes", async () => {
		const keys = () => announceExpiringKeys(world.sql, write, 7, AT_ONCE);
		expect(await keys()).toBe(0);
		await world.sql`update api_key set expires_at = now() + interval '8 days' where id = ${spender.keyId}`;
		expect(await keys()).toBe(0);
		await world.sql`update api_key set expires_at = now() + interval '6 days' where id = ${spender.keyId}`;
		expect((await Promise.all(Array.from({ length: 4 }, keys))).reduce((sum, one) => sum + one, 0)).toBe(1);
		expect(await keys()).toBe(0);
		await world.sql`update api_key set expires_at = now() + interval '3 days' where id = ${spender.keyId}`;
		expect(await keys()).toBe(1);
		expect((await told()).kinds).toEqual(["key.expiring", "key.expiring"]);
	});
});

describe("a delivery", () => {
	const name = () => ({ organisationId: spender.organisationId, id: "whk_1" });
	const claim = (leaseMs = 60_000) => claimDeliveries(world.sql, AT_ONCE, leaseMs);
	const send = () => testWebhook(world.sql, name(), uuidv7(), 50);
	const off = () => ({ subject: "off", text: "t", html: "h" });

	it("goes to one of many workers, and to another when that one dies", async () => {
		await addHook();
		for (let at = 0; at < 20; at++) await send();
		const claimed = (await Promise.all(Array.from({ length: 6 }, () => claim(0)))).flat();
		expect(claimed.length).toBeGreaterThan(0);
		const again = (await Promise.all(Array.from({ length: 6 }, () => claim()))).flat();
		expect(new Set(again.map(({ alertId }) => alertId)).size).toBe(20);
		expect(again).toHaveLength(20);
		expect(await claim()).toEqual([]);
	});

	it("that arrived is over; one that did not waits, and its webhook is said to fail", async () => {
		await addHook();
		await send();
		const [first] = await claim();
		if (!first) throw new Error("nothing was claimed");
		await settleDelivery(world.sql, first, { kind: "later", trouble: "it answered 500", afterMs: 0 });
		const failing = await listWebhooks(world.sql, spender.organisationId);
		expect(failing).toMatchObject([{ waiting: 1, lastTrouble: "it answered 500", failingSince: expect.any(Number) }]);
		const [again] = await claim();
		expect(again).toMatchObject({ alertId: first.alertId, attempts: 2, body: first.body });
		await settleDelivery(world.sql, first, { kind: "delivered" });
		await settleDelivery(world.sql, first, { kind: "later", trouble: "late", afterMs: 0 });
		expect(await claim()).toEqual([]);
		const [row] = await world.sql`select delivered_at, last_trouble from alert_delivery`;
		expect(row).toEqual({ delivered_at: expect.any(Date), last_trouble: null });
		expect((await listWebhooks(world.sql, spender.organisationId))[0]?.failingSince).toBeUndefined();
	});

	it("that is given up after long switches its webhook off, and that is told by mail, once", async () => {
		await addHook();
		await send();
		await send();
		const claimed = await claim();
		const outcome = { kind: "given_up", trouble: "it answered 404", failingMs: 3_600_000, write: off } as const;
		for (const one of claimed) await settleDelivery(world.sql, one, outcome);
		expect((await listWebhooks(world.sql, spender.organisationId))[0]?.disabledAt).toBeUndefined();
		await world.sql`update alert_webhook set failing_since = now() - interval '2 hours'`;
		await world.sql`update alert_delivery set given_up_at = null`;
		for (const one of claimed) await settleDelivery(world.sql, one, outcome);
		expect(await listWebhooks(world.sql, spender.organisationId)).toMatchObject([
			{ disabledReason: "it answered 404", disabledAt: expect.any(Number), waiting: 0 },
		]);
		expect((await told()).mails).toEqual(["ada@example.com"]);
	});

	it("to a webhook that is off waits; a test is sent all the same", async () => {
		await addHook();
		await changeAlertSettings(world.sql, spender.organisationId, { mail: false, lowBalance: nanoUsd(5_000n) }, "test");
		await lows();
		await switchWebhook(world.sql, name(), false, "test");
		expect(await claim()).toEqual([]);
		await send();
		expect(await claim()).toMatchObject([{ kind: "webhook.test" }]);
		await switchWebhook(world.sql, name(), true, "test");
		expect(await claim()).toMatchObject([{ kind: "balance.low" }]);
	});

	it("is signed under the secret before, too, while that counts", async () => {
		await addHook();
		const soon = Date.now() + 60_000;
		expect(await rotateWebhook(world.sql, name(), new Uint8Array([2]), soon, "test")).toBe(true);
		await send();
		expect((await claim(0))[0]?.secretsSealed.map((one) => [...one])).toEqual([[2], [1]]);
		await world.sql`update alert_webhook set previous_until = now() - interval '1 s'`;
		expect((await claim())[0]?.secretsSealed.map((one) => [...one])).toEqual([[2]]);
	});
});

describe("webhooks", () => {
	it("are as many as an organisation may have, and nobody else's", async () => {
		const added = await Promise.all(["whk_1", "whk_2", "whk_3"].map((id) => addHook(id, 2)));
		expect(added.filter(Boolean)).toHaveLength(2);
		const strange = { organisationId: (await world.open(0n)).organisationId, id: "whk_1" };
		expect(await switchWebhook(world.sql, strange, false, "test")).toBe(false);
		expect(await testWebhook(world.sql, strange, uuidv7(), 5)).toEqual({ refused: "none" });
		expect(await listWebhooks(world.sql, strange.organisationId)).toEqual([]);
	});

	it("take few tests at once", async () => {
		await addHook();
		const name = { organisationId: spender.organisationId, id: "whk_1" };
		const sent = await Promise.all(Array.from({ length: 6 }, () => testWebhook(world.sql, name, uuidv7(), 2)));
		expect(sent.filter((one) => typeof one === "string")).toHaveLength(2);
	});

	it("are forgotten with what was sent to them; alerts after long", async () => {
		await addHook();
		await testWebhook(world.sql, { organisationId: spender.organisationId, id: "whk_1" }, uuidv7(), 2);
		expect(await forgetAlerts(world.sql, 90)).toBe(0);
		await world.sql`update alert set created_at = now() - interval '91 days'`;
		expect(await forgetAlerts(world.sql, 90)).toBe(1);
		expect((await told()).deliveries).toBe(0);
	});
});
