import { checkBooks, inSnapshot, listParked, readBalance, retryParked } from "@turnpike/db";
import { nanoUsd } from "@turnpike/money";
import { afterEach, describe, expect, it } from "vitest";
import { audit } from "./audit.ts";
import { postWaiting } from "./post-waiting.ts";
import { type BillingOptions, startBilling } from "./start-billing.ts";
import {
	type BillingWorld,
	generationOf,
	newId,
	openBilling,
	storeVersions,
	VERSIONS,
} from "./testing/open-billing.fixture.ts";

const DOLLAR = 1_000_000_000n;
const everything = { organisationId: undefined, from: 0, to: Date.now() + 86_400_000 };

let world: BillingWorld;
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
	for (const stop of stops.splice(0)) await stop();
	await world.close();
});

function worker(overrides: Partial<BillingOptions> = {}) {
	const troubles: unknown[] = [];
	const billing = startBilling({
		sql: world.sql,
		newId,
		onPosted: () => {},
		onReaped: () => {},
		onWithdrawn: () => {},
		onTrouble: (_what, error) => troubles.push(error),
		...overrides,
	});
	stops.push(() => billing.stop());
	return { billing, troubles };
}

async function eventually(holds: () => Promise<boolean>): Promise<void> {
	for (const until = performance.now() + 10_000; !(await holds()); ) {
		if (performance.now() > until) throw new Error("it never came true");
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

async function expectClean(generations: number): Promise<void> {
	const report = await audit(world.sql, world.prices, everything);
	expect(report).toMatchObject({ generations, difference: 0n, wrong: [], clean: true });
}

describe("billing workers", () => {
	it("post real prices of 20 accounts once, two of them at once while usage arrives", async () => {
		world = await openBilling("two workers");
		const customers = await Promise.all(Array.from({ length: 20 }, () => world.open(1_000n * DOLLAR)));
		let posted = 0;
		const count = {
			onPosted(report: { posted: number }) {
				posted += report.posted;
			},
		};
		const [first, second] = [worker(count), worker(count)];
		let due = 0n;
		for (let round = 0; round < 5; round++) {
			const events = Array.from({ length: 400 }, (_, n) => {
				const customer = customers[n % customers.length];
				if (!customer) throw new Error("no customer");
				return generationOf(customer, round * 400 + n);
			});
			due += events.reduce((sum, event) => sum + event.chargeNanoUsd, 0n);
			await Promise.all([...events, ...events.slice(0, 20)].map((event) => world.log.append(event)));
		}
		// Each passes over what the other has claimed, so all is posted once both have settled.
		await Promise.all([first.billing.settle(), second.billing.settle()]);
		expect(posted).toBe(2_000);
		const balances = await Promise.all(customers.map((one) => readBalance(world.sql, one.organisationId)));
		expect(balances.reduce((sum, balance) => sum + (balance?.posted ?? 0n), 0n)).toBe(due);
		for (const balance of balances) {
			expect(balance?.unposted).toBe(0n);
			expect((balance?.available ?? 0n) + (balance?.reserved ?? 0n)).toBe(1_000n * DOLLAR - (balance?.posted ?? 0n));
		}
		await expectClean(2_000);
		expect([...first.troubles, ...second.troubles]).toEqual([]);
	});

	it("settle means all that is durable is posted, whichever loop is at it", async () => {
		world = await openBilling("settle");
		const customer = await world.open(1_000n * DOLLAR);
		const { billing } = worker();
		for (let n = 0; n < 20; n++) {
			await Promise.all(Array.from({ length: 20 }, (_, m) => world.log.append(generationOf(customer, n + m))));
			await billing.settle();
			expect(await readBalance(world.sql, customer.organisationId)).toMatchObject({ unposted: 0n });
		}
	});

	it("roll up by end user what they posted, while nobody asks", async () => {
		world = await openBilling("fine rollups");
		const customer = await world.open(1_000n * DOLLAR);
		worker();
		const events = Array.from({ length: 40 }, (_, n) => generationOf(customer, n, { endUser: `user-${n % 3}` }));
		await Promise.all(events.map((event) => world.log.append(event)));
		await eventually(async () => {
			const [row] = await world.sql<{ count: number }[]>`select coalesce(sum(generations), 0)::int as count
				from usage_hourly_by where dimension = 'end_user' and value like 'user-%'`;
			return row?.count === 40;
		});
	});

	it("come to every account, however busy the first ones are", async () => {
		world = await openBilling("fairness");
		const customers = await Promise.all(Array.from({ length: 70 }, () => world.open(DOLLAR)));
		const busy = customers.sort((one, other) => (one.accountId < other.accountId ? -1 : 1));
		let after = "";
		for (let round = 0; round < 2; round++) {
			await Promise.all(busy.map((customer, n) => world.log.append(generationOf(customer, n))));
			after = (await postWaiting(world.sql, world.prices, newId, after)).next ?? "";
		}
		const last = busy.at(-1);
		expect((await readBalance(world.sql, last?.organisationId ?? ""))?.posted).toBeGreaterThan(0n);
	});

	it("park what has no price version, post the rest, and post that too when the version is known", async () => {
		world = await openBilling("parked", VERSIONS.slice(1));
		const customer = await world.open(DOLLAR);
		const { billing } = worker();
		const lost = generationOf(customer, 0);
		const odd = generationOf(customer, 2, { usage: { tokens: 5 } });
		const half = generationOf(customer, 3, { usage: { input: 0.5 } });
		const absurd = generationOf(customer, 3, { usage: { input: 2 ** 52 } });
		await Promise.all([lost, odd, half, absurd, generationOf(customer, 4)].map((event) => world.log.append(event)));
		await billing.settle();
		const reasons = (await listParked(world.sql)).map((one) => one.reason).sort();
		expect(reasons).toEqual([
			"input is not a count: 0.5",
			"input is not a count: 4503599627370496",
			`unknown price version ${lost.priceVersionId}`,
			'unknown usage class "tokens"',
		]);
		await storeVersions(world.sql, VERSIONS.slice(0, 1));
		expect(await retryParked(world.sql, undefined)).toBe(4);
		await billing.settle();
		expect((await listParked(world.sql)).map((one) => one.reason).sort()).toEqual(
			reasons.filter((reason) => !reason.includes(lost.priceVersionId)),
		);
		await expectClean(2);
	});

	it("park what only the database refuses, alone, and post everything around it", async () => {
		world = await openBilling("poison");
		const customer = await world.open(1_000n * DOLLAR);
		await world.sql.unsafe(`create function refuse() returns trigger language plpgsql as $$ begin
			if new.app = 'poison' and new.transaction_id is not null then raise exception 'bad luck' using errcode = '22003'; end if;
			return new; end $$; create trigger refuse before update on usage_event for each row execute function refuse()`);
		const events = Array.from({ length: 300 }, (_, n) =>
			generationOf(customer, n, n % 97 === 5 ? { app: "poison" } : {}),
		);
		await Promise.all(events.map((event) => world.log.append(event)));
		const { billing, troubles } = worker();
		await billing.settle();
		const parked = await listParked(world.sql);
		expect(parked.map((one) => one.generationId).sort()).toEqual(
			events
				.filter((event) => event.app === "poison")
				.map((event) => event.generationId)
				.sort(),
		);
		expect(parked[0]?.reason).toBe("could not be posted: bad luck");
		expect(troubles).toEqual([]);
		await expectClean(296);
	});

	it("park nothing when it is the database that fails: it is told, and goes on afterwards", async () => {
		world = await openBilling("outage");
		const customer = await world.open(DOLLAR);
		await world.sql`alter table entry rename to away`;
		const { billing, troubles } = worker();
		await world.log.append(generationOf(customer, 1));
		await eventually(async () => troubles.length > 0);
		expect(await listParked(world.sql)).toEqual([]);
		await expect(billing.settle()).rejects.toThrow('"entry" does not exist');
		await world.sql`alter table away rename to entry`;
		await billing.settle();
		await expectClean(1);
	});

	it("reclaim what dead instances held, bill their streams by the last checkpoint, and return the rest", async () => {
		world = await openBilling("reclaim");
		const customer = await world.open(DOLLAR);
		const stream = generationOf(customer, 3, { status: "aborted" });
		await world.log.checkpoint(stream);
		worker({ deadInstances: async () => [customer.instance] });
		await eventually(
			async () => (await readBalance(world.sql, customer.organisationId))?.posted === stream.chargeNanoUsd,
		);
		worker({ deadInstances: async () => [customer.instance] });
		await eventually(async () => (await readBalance(world.sql, customer.organisationId))?.reserved === 0n);
		await expectClean(1);
	});

	it("stop without leaving work half done", async () => {
		world = await openBilling("stop");
		const customer = await world.open(1_000n * DOLLAR);
		await Promise.all(Array.from({ length: 500 }, (_, n) => world.log.append(generationOf(customer, n))));
		const { billing } = worker();
		await billing.stop();
		const books = await inSnapshot(world.sql, checkBooks);
		expect(books).toMatchObject({ wrongBalances: 0, wrongReserves: 0, wrongTransactions: 0, wrongRollups: 0 });
		expect([0, 500]).toContain(books.unposted);
	});
});

describe("the audit", () => {
	it("finds every tampered debit of a period, and says what is wrong with it", async () => {
		world = await openBilling("tampering");
		const customer = await world.open(1_000n * DOLLAR);
		const events = Array.from({ length: 6 }, (_, n) =>
			generationOf(customer, n, { admittedAt: Date.now() - n * 1_000 }),
		);
		await Promise.all(events.map((event) => world.log.append(event)));
		const { billing } = worker();
		await billing.settle();
		await expectClean(6);
		const ids = events.map((event) => event.generationId);
		const { sql } = world;
		await sql`update usage_event set charge_nano_usd = charge_nano_usd + 1 where generation_id = ${ids[0] ?? ""}`;
		await sql`update usage_event set usage = usage || '{"input": 1}' where generation_id = ${ids[1] ?? ""}`;
		await sql`update usage_event set posted_nano_usd = posted_nano_usd + 2 where generation_id = ${ids[2] ?? ""}`;
		await sql`update usage_event set posted_nano_usd = posted_nano_usd - 1 where generation_id = ${ids[3] ?? ""}`;
		await sql`update usage_event set price_version_id = 'pv_gone' where generation_id = ${ids[4] ?? ""}`;
		const report = await audit(sql, world.prices, everything);
		expect(report.clean).toBe(false);
		expect(report.wrong.map((one) => one.generationId).sort()).toEqual(ids.slice(0, 5).sort());
		expect(report.wrong.map((one) => one.reason).join("; ")).toMatch(/charged.*recomputed/);
		expect(report.wrong.map((one) => one.reason).join("; ")).toMatch(/unknown price version pv_gone/);
		expect(report.books.wrongTransactions).toBe(1);
		expect(report.books.wrongRollups).toBeGreaterThan(0);
		const elsewhere = await audit(sql, world.prices, { ...everything, organisationId: "another" });
		expect(elsewhere).toMatchObject({ generations: 0, wrong: [], difference: 0n });
	});

	it("counts what no hold covered as the house's, and stays clean", async () => {
		world = await openBilling("overrun");
		const customer = await world.open(DOLLAR);
		const event = generationOf(customer, 2, { holdNanoUsd: nanoUsd(1n) });
		await world.log.append(event);
		const { billing } = worker();
		await billing.settle();
		const report = await audit(world.sql, world.prices, everything);
		expect(report).toMatchObject({ posted: 1n, recomputed: 1n, clean: true });
		expect(report.overrun).toBeGreaterThan(0n);
	});

	it("has no difference to show for a period before anything was", async () => {
		world = await openBilling("empty");
		expect(await audit(world.sql, world.prices, { ...everything, to: 1 })).toMatchObject({
			generations: 0,
			clean: true,
		});
	});
});
