import { type NanoUsd, nanoUsd } from "@turnpike/money";
import { describe, expect, it } from "vitest";
import type { Hold, HoldOutcome } from "./allowances.ts";
import { MemoryBook } from "./contract/index.ts";
import { DrivenClock, openHolder, turn } from "./testing/driven-clock.fixture.ts";
import { FlakyBook } from "./testing/flaky-book.fixture.ts";

const CENT = 10_000_000n;
const spender = { accountId: "acc", keyId: "key" };
const cents = (count: bigint): NanoUsd => nanoUsd(count * CENT);

function open(depositCents: bigint, skewMs = 0) {
	const clock = new DrivenClock();
	const book = new MemoryBook({ now: () => clock.now() + skewMs, leaseMs: 30_000 });
	book.deposit("acc", depositCents * CENT);
	const flaky = new FlakyBook(book);
	const troubles: string[] = [];
	const holder = openHolder(flaky.book, clock, troubles);
	return { clock, book, flaky, troubles, holder };
}

function heldOf(outcome: HoldOutcome): Hold {
	if ("refused" in outcome) throw new Error(`refused: ${outcome.refused.reason}`);
	return outcome.held;
}

describe("a warm hold", () => {
	it("is answered without a promise", async () => {
		const { holder } = open(100n);
		await holder.hold(spender, cents(1n));
		expect(holder.hold(spender, cents(1n))).toHaveProperty("held");
	});

	it("extends, settles and releases without a promise", async () => {
		const { holder } = open(100n);
		const hold = heldOf(await holder.hold(spender, cents(1n)));
		expect(holder.extend(hold, cents(1n))).toBe(true);
		expect(holder.settle(hold, cents(2n))).toBeUndefined();
	});
});

describe("grants", () => {
	it("are one in flight, however many ask", async () => {
		const { holder, flaky, book } = open(5n);
		const outcomes = await Promise.all(Array.from({ length: 500 }, async () => holder.hold(spender, cents(1n))));
		expect(outcomes.filter((outcome) => "held" in outcome)).toHaveLength(5);
		expect(book.available("acc")).toBe(0n);
		expect(flaky.count("grant")).toBeLessThanOrEqual(7);
	});

	it("are about what the holds just now need, not one hold at a time", async () => {
		const { holder, flaky } = open(100_000n);
		await Promise.all(Array.from({ length: 200 }, async () => holder.hold(spender, cents(1n))));
		expect(flaky.count("grant")).toBeLessThan(20);
	});

	it("do not make two poor keys return each other's credit for ever", async () => {
		const { holder, clock } = open(3n);
		const other = { ...spender, keyId: "other" };
		let settled = false;
		const calls = Array.from({ length: 20 }, async (_, n) => holder.hold(n % 2 ? spender : other, cents(2n)));
		const all = Promise.all(calls).finally(() => {
			settled = true;
		});
		for (let n = 0; n < 2_000 && !settled; n++) await clock.advance(1);
		expect(settled).toBe(true);
		expect((await all).filter((outcome) => "held" in outcome)).toHaveLength(1);
	});

	it("never let a hold of nothing name an allowance the book does not know", async () => {
		const { holder, flaky, book } = open(1n);
		expect(await holder.hold(spender, cents(2n))).toHaveProperty("refused");
		const hold = heldOf(await holder.hold(spender, cents(0n)));
		book.post(hold.allowanceId, 0n);
		flaky.fates = ["before"];
		expect(await holder.hold({ ...spender, keyId: "other" }, cents(0n))).toEqual({
			refused: { reason: "unavailable" },
		});
	});

	it("serve the hold that asked when our clock says the window is over and the book's does not", async () => {
		const { holder, clock, book, flaky } = open(100n, -2_000);
		book.setBudget("key", 10n * CENT, 60_000);
		await clock.advance(60_000 - (clock.now() % 60_000) + 500);
		const hold = heldOf(await holder.hold(spender, cents(8n)));
		expect(flaky.count("grant")).toBe(1);
		holder.settle(hold, cents(8n));
		expect(book.reserved("acc")).toBe(8n * CENT);
	});
});

describe("trouble with the book", () => {
	it("while idle credit is asked back is no refusal for lack of credit", async () => {
		const { holder, flaky, troubles } = open(10n);
		holder.release(heldOf(await holder.hold(spender, cents(10n))));
		flaky.fates = ["well", "before"]; // the other key's grant, then the return of this key's block
		const outcome = await holder.hold({ ...spender, keyId: "other" }, cents(10n));
		expect(outcome).toEqual({ refused: { reason: "unavailable" } });
		expect(troubles.join()).toContain("giveBack did not reach the book");
	});

	it("in the background is told, and tried again", async () => {
		const { holder, flaky, clock, book, troubles } = open(100n);
		holder.release(heldOf(await holder.hold(spender, cents(1n))));
		await clock.advance(11_000);
		flaky.fates = ["well", "before"]; // the renewal, then the close
		await holder.tick();
		expect(troubles).toHaveLength(1);
		expect(book.openAllowances("acc")).toBe(1);
		await holder.tick();
		expect(book.openAllowances("acc")).toBe(0);
		expect(book.reserved("acc")).toBe(0n);
	});

	it("never makes a lost answer spend or return twice", async () => {
		const { holder, flaky, clock, book } = open(10n);
		flaky.fates = ["well", "after"]; // registered, granted without an answer
		expect(await holder.hold(spender, cents(4n))).toEqual({ refused: { reason: "unavailable" } });
		const hold = heldOf(await holder.hold(spender, cents(4n)));
		expect(book.reserved("acc")).toBe(4n * CENT);
		holder.settle(hold, cents(1n));
		await clock.advance(11_000);
		flaky.fates = ["well", "after"]; // renewed, closed without an answer
		await holder.tick();
		await holder.tick();
		expect(book.reserved("acc")).toBe(CENT);
	});
});

describe("a holder that was reaped", () => {
	it("spends nothing of what it had, and neither extends nor settles against it", async () => {
		const { holder, clock, book } = open(10n);
		const lost = heldOf(await holder.hold(spender, cents(2n)));
		book.reap(book.liveHolders()[0] ?? "");
		await clock.advance(6_000);
		await holder.tick();
		expect(holder.extend(lost, cents(1n))).toBe(false);
		const hold = heldOf(await holder.hold(spender, cents(10n)));
		expect(hold.allowanceId).not.toBe(lost.allowanceId);
		holder.settle(lost, cents(2n));
		expect(() => holder.settle(lost, cents(2n))).toThrow("ends once");
		expect(book.reserved("acc")).toBe(10n * CENT);
	});
});

it("a refusal counts what the key's own block still has", async () => {
	const { holder } = open(100n);
	holder.release(heldOf(await holder.hold(spender, cents(90n))));
	expect(await holder.hold(spender, cents(101n))).toMatchObject({ refused: { availableNanoUsd: 100n * CENT } });
	heldOf(await holder.hold(spender, cents(100n)));
});

describe("credit asked back", () => {
	it("goes back each time, from a block that is in use too", async () => {
		const { holder, book } = open(100n);
		const other = { ...spender, keyId: "other" };
		const busy = heldOf(await holder.hold(spender, cents(10n)));
		holder.release(heldOf(await holder.hold(spender, cents(30n))));
		holder.release(heldOf(await holder.hold(other, cents(90n))));
		holder.release(heldOf(await holder.hold(spender, cents(40n))));
		holder.release(heldOf(await holder.hold(other, cents(90n))));
		expect(book.available("acc") + book.reserved("acc")).toBe(100n * CENT);
		expect(await holder.hold(other, cents(91n))).toMatchObject({ refused: { availableNanoUsd: 90n * CENT } });
		holder.settle(busy, cents(10n));
	});
});

describe("another holder that is asked for its idle credit", () => {
	function two() {
		const one = open(100n);
		const other = openHolder(one.book, one.clock);
		return { ...one, other };
	}

	async function until(clock: DrivenClock, work: Promise<HoldOutcome>, each: () => Promise<void>) {
		let outcome: HoldOutcome | undefined;
		void work.then((settled) => {
			outcome = settled;
		});
		const began = clock.now();
		while (!outcome) {
			await clock.advance(10);
			await each();
		}
		return { outcome, after: clock.now() - began };
	}

	it("is waited for though it is slow to answer", async () => {
		const { holder, other, clock } = two();
		other.release(heldOf(await other.hold(spender, cents(60n))));
		const asked = Promise.resolve(holder.hold(spender, cents(100n)));
		for (let n = 0; n < 40; n++) await clock.advance(50);
		heldOf((await until(clock, asked, () => other.tick())).outcome);
	});

	it("answers only when it has returned what a grant on its way leaves", async () => {
		const { book, holder, flaky } = open(10_000n);
		holder.release(heldOf(await holder.hold({ ...spender, keyId: "other" }, cents(1n))));
		flaky.fates = ["late"];
		const asked = holder.hold(spender, cents(1n));
		while (book.reserved("acc") < 10n * CENT) await turn();
		book.setBudget("key", CENT);
		await holder.tick();
		expect(book.recallAnswered("acc")).toBe(true);
		expect(book.reserved("acc")).toBe(CENT);
		holder.release(heldOf(await asked));
	});

	it("is waited for no longer than it takes to answer, where what it has is in use", async () => {
		const { holder, other, clock } = two();
		heldOf(await other.hold(spender, cents(60n)));
		const asked = Promise.resolve(holder.hold(spender, cents(100n)));
		const { outcome, after } = await until(clock, asked, () => other.tick());
		expect(outcome).toHaveProperty("refused");
		expect(after).toBeLessThan(300);
	});

	it("keeps no smaller hold waiting", async () => {
		const { holder, other, clock } = two();
		heldOf(await other.hold(spender, cents(60n)));
		const large = Promise.resolve(holder.hold(spender, cents(50n)));
		await clock.advance(500);
		const { after } = await until(clock, Promise.resolve(holder.hold(spender, cents(40n))), async () => {});
		expect(after).toBeLessThan(100);
		expect((await until(clock, large, async () => {})).outcome).toHaveProperty("refused");
	});
});

describe("a lease", () => {
	it("is renewed by ticks, every five seconds and no more often", async () => {
		const { holder, clock, flaky } = open(10n);
		await holder.hold(spender, cents(1n));
		for (let n = 0; n < 60; n++) {
			await clock.advance(500);
			await holder.tick();
		}
		expect(flaky.count("renew")).toBe(6);
	});

	it("that a suspended process slept through stops warm holds at once", async () => {
		const { holder, clock } = open(100n);
		await holder.hold(spender, cents(1n));
		await clock.advance(28_000);
		const outcome = holder.hold(spender, cents(1n));
		expect(outcome).toBeInstanceOf(Promise);
		heldOf(await outcome);
	});

	it("is registered once by a burst of first calls", async () => {
		const { holder, flaky } = open(100n);
		const keys = Array.from({ length: 10 }, (_, n) => ({ ...spender, keyId: `key_${n}` }));
		await Promise.all(keys.map(async (one) => holder.hold(one, cents(1n))));
		expect(flaky.count("register")).toBe(1);
	});
});

describe("a closed holder", () => {
	it("holds no more, registers no more, and has given all back", async () => {
		const { holder, clock, book, flaky } = open(100n);
		holder.release(heldOf(await holder.hold(spender, cents(1n))));
		await holder.close();
		expect(book.reserved("acc")).toBe(0n);
		expect(book.liveHolders()).toEqual([]);
		expect(await holder.hold(spender, cents(1n))).toEqual({ refused: { reason: "unavailable" } });
		await clock.advance(6_000);
		await holder.tick();
		expect(flaky.count("register")).toBe(1);
		expect(book.liveHolders()).toEqual([]);
	});

	it("waits for grants on their way, and returns them", async () => {
		const { holder, book } = open(100n);
		const pending = Array.from({ length: 3 }, async (_, n) =>
			holder.hold({ ...spender, keyId: `key_${n}` }, cents(1n)),
		);
		await turn();
		await turn();
		await turn();
		await holder.close();
		const held = (await Promise.all(pending)).flatMap((outcome) => ("held" in outcome ? [outcome.held] : []));
		for (const hold of held) holder.release(hold);
		await holder.tick();
		expect(book.reserved("acc")).toBe(0n);
	});

	it("gives back what a hold that ends later leaves", async () => {
		const { holder, book } = open(100n);
		const hold = heldOf(await holder.hold(spender, cents(5n)));
		await holder.close();
		expect(book.reserved("acc")).toBeGreaterThanOrEqual(5n * CENT);
		holder.settle(hold, cents(2n));
		await holder.tick();
		expect(book.reserved("acc")).toBe(2n * CENT);
	});
});
