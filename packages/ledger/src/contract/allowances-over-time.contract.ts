import { expect, it } from "vitest";
import type { Spender } from "../allowances.ts";
import { type AllowancesHarness, amount, CENT, DOLLAR, heldOf, openWorld, refusalOf, type World } from "./world.ts";

/** What a lease that is renewed, late or lost means. */
export function leaseContract(harness: AllowancesHarness): void {
	const { leaseMs, stopBeforeEndMs } = harness.timings;

	it("keeps spending as long as the lease is renewed", async () => {
		const { holder, spender, pass } = openWorld(harness, DOLLAR);
		for (let n = 0; n < 4; n++) {
			await holder.release(heldOf(await holder.hold(spender, amount(CENT))));
			await pass(leaseMs / 2);
		}
	});

	it("spends its block while the book is away, stops before the lease ends, and goes on when the book is back", async () => {
		const { book, holder, spender, pass } = openWorld(harness, 10n * DOLLAR);
		const hold = heldOf(await holder.hold(spender, amount(CENT)));
		book.reachable = false;
		heldOf(await holder.hold(spender, amount(CENT)));
		await pass(leaseMs - stopBeforeEndMs);
		expect(await holder.hold(spender, amount(CENT))).toEqual({ refused: { reason: "unavailable" } });
		expect(await holder.extend(hold, amount(CENT))).toBe(false);
		book.reachable = true;
		heldOf(await holder.hold(spender, amount(CENT)));
		await holder.settle(hold, amount(CENT));
	});

	it("forgets its blocks when it was reaped, and starts anew under another name", async () => {
		const { book, holder, spender, pass } = openWorld(harness, 10n * CENT);
		const lost = heldOf(await holder.hold(spender, amount(2n * CENT)));
		const [before] = book.liveHolders();
		book.reachable = false;
		await pass(leaseMs);
		book.reachable = true;
		book.reap(before ?? "");
		expect(book.available(spender.accountId)).toBe(10n * CENT);
		const hold = heldOf(await holder.hold(spender, amount(10n * CENT)));
		expect(hold.allowanceId).not.toBe(lost.allowanceId);
		expect(book.liveHolders()).not.toContain(before);
		await holder.settle(lost, amount(2n * CENT));
		await holder.settle(hold, amount(9n * CENT));
		await holder.close();
		expect(book.reserved(spender.accountId)).toBe(9n * CENT);
	});
}

/** That credit nobody uses goes back, by itself or when another asks. */
export function recallContract(harness: AllowancesHarness): void {
	const { idleMs, tickMs } = harness.timings;

	it("gives a block back once nobody has used it for a while", async () => {
		const { book, holder, spender, pass } = openWorld(harness, DOLLAR);
		const hold = heldOf(await holder.hold(spender, amount(CENT)));
		await holder.settle(hold, amount(CENT));
		await pass(idleMs + 3 * tickMs);
		expect(book.reserved(spender.accountId)).toBe(CENT);
		expect(book.openAllowances(spender.accountId)).toBe(0);
		heldOf(await holder.hold(spender, amount(99n * CENT)));
	});

	it("keeps a block that has a hold, however long it runs", async () => {
		const { book, holder, spender, pass } = openWorld(harness, DOLLAR);
		const hold = heldOf(await holder.hold(spender, amount(CENT)));
		await pass(idleMs * 3);
		expect(book.openAllowances(spender.accountId)).toBe(1);
		await holder.settle(hold, amount(CENT));
		await holder.close();
		expect(book.reserved(spender.accountId)).toBe(CENT);
	});

	it("says no 402 that its own other keys' idle credit would have avoided", async () => {
		const { holder, spender, during } = openWorld(harness, DOLLAR);
		const other: Spender = { ...spender, keyId: `key_${harness.newId()}` };
		await holder.release(heldOf(await holder.hold(spender, amount(50n * CENT))));
		heldOf(await during(holder.hold(other, amount(DOLLAR))));
	});

	it("says no 402 that another holder's idle credit would have avoided", async () => {
		const { holder, another, spender, during } = openWorld(harness, DOLLAR);
		const rich = another();
		const busy = heldOf(await rich.hold(spender, amount(20n * CENT)));
		await rich.release(heldOf(await rich.hold(spender, amount(60n * CENT))));
		heldOf(await during(holder.hold(spender, amount(80n * CENT))));
		await rich.settle(busy, amount(20n * CENT));
	});

	it("recalls for a hold that grows, too", async () => {
		const { holder, another, spender, during } = openWorld(harness, DOLLAR);
		const hold = heldOf(await holder.hold(spender, amount(CENT)));
		const rich = another();
		await rich.release(heldOf(await rich.hold(spender, amount(90n * CENT))));
		expect(await during(holder.extend(hold, amount(99n * CENT)))).toBe(true);
	});

	it("brings together what two holders have idle in parts, for one of those that need it", async () => {
		const { holder, another, spender, during } = openWorld(harness, 10n * CENT);
		const holders = [holder, another()];
		const keys = [spender, { ...spender, keyId: `${spender.keyId}_2` }];
		for (const one of holders) await one.release(heldOf(await one.hold(spender, amount(5n * CENT))));
		const outcomes = await during(
			Promise.all(holders.map(async (one, n) => one.hold(keys[n] ?? spender, amount(6n * CENT)))),
		);
		expect(outcomes.filter((outcome) => "held" in outcome)).toHaveLength(1);
	});

	it("gives back what was granted without an answer, too", async () => {
		const { book, holder, another, spender, during } = openWorld(harness, DOLLAR);
		const rich = another();
		book.grantAnswersToLose = 1;
		expect(await rich.hold(spender, amount(60n * CENT))).toEqual({ refused: { reason: "unavailable" } });
		expect(book.reserved(spender.accountId)).toBe(60n * CENT);
		heldOf(await during(holder.hold(spender, amount(DOLLAR))));
	});

	it("closes no block that a question of before may still be granted: it is nobody's then", async () => {
		const { book, holder, spender, pass } = openWorld(harness, DOLLAR);
		const grant = book.grant.bind(book);
		const late: (() => Promise<unknown>)[] = [];
		// It is long on its way, and its caller hears nothing.
		book.grant = async (request) => {
			late.push(() => grant(request));
			throw new Error("no answer");
		};
		expect(await holder.hold(spender, amount(CENT))).toEqual({ refused: { reason: "unavailable" } });
		book.grant = grant;
		await pass(idleMs + 3 * tickMs);
		await Promise.allSettled(late.map((arrives) => arrives()));
		expect(book.reserved(spender.accountId)).toBe(0n);
	});

	it("still says 402 when what others have is in use", async () => {
		const { holder, another, spender, during } = openWorld(harness, DOLLAR);
		heldOf(await another().hold(spender, amount(DOLLAR)));
		expect(refusalOf(await during(holder.hold(spender, amount(CENT)))).reason).toBe("insufficient_credits");
	});
}

/** What a budget that is made or lowered means for credit that is out already. */
export function changedBudgetContract(harness: AllowancesHarness): void {
	async function answered({ book, spender, during }: World): Promise<void> {
		const all = async () => {
			while (!book.recallAnswered(spender.accountId)) await harness.advance(harness.timings.tickMs);
		};
		await during(all());
	}

	it.each(["made", "lowered"])("that is %s is kept by every holder once all have answered", async (how) => {
		const world = openWorld(harness, 100n * DOLLAR);
		const { book, holder, another, spender, during } = world;
		if (how === "lowered") book.setBudget(spender.keyId, 50n * DOLLAR);
		const holders = [holder, another()];
		const flying = heldOf(await holder.hold(spender, amount(2n * CENT)));
		for (const one of holders) await one.release(heldOf(await one.hold(spender, amount(DOLLAR))));
		book.setBudget(spender.keyId, 10n * CENT);
		await answered(world);
		const calls = Array.from({ length: 40 }, async (_, n) => (holders[n % 2] ?? holder).hold(spender, amount(CENT)));
		const outcomes = await during(Promise.all(calls));
		expect(outcomes.filter((outcome) => "held" in outcome)).toHaveLength(8);
		expect(await during(holder.extend(flying, amount(CENT)))).toBe(false);
		await holder.settle(flying, amount(2n * CENT));
	});

	it("that is lowered below what was spent lets none begin on what the calls under way leave", async () => {
		const world = openWorld(harness, DOLLAR);
		const { book, holder, spender, during } = world;
		book.setBudget(spender.keyId, 50n * CENT);
		const flying = [heldOf(await holder.hold(spender, amount(20n * CENT)))];
		flying.push(heldOf(await holder.hold(spender, amount(10n * CENT))));
		book.setBudget(spender.keyId, CENT);
		await answered(world);
		for (const hold of flying) {
			await holder.settle(hold, amount(CENT));
			expect(refusalOf(await during(holder.hold(spender, amount(1n)))).reason).toBe("budget_exceeded");
		}
	});

	it("that is lowered below what is held lets the calls under way end as they were promised, and no more begin", async () => {
		const world = openWorld(harness, DOLLAR);
		const { book, holder, spender, during } = world;
		book.setBudget(spender.keyId, 50n * CENT);
		const hold = heldOf(await holder.hold(spender, amount(20n * CENT)));
		book.setBudget(spender.keyId, 5n * CENT);
		await answered(world);
		expect(refusalOf(await during(holder.hold(spender, amount(1n)))).reason).toBe("budget_exceeded");
		await holder.settle(hold, amount(20n * CENT));
		book.post(hold.allowanceId, 20n * CENT);
		expect(book.spentInWindow(spender.keyId, harness.now())).toBe(20n * CENT);
		expect(refusalOf(await during(holder.hold(spender, amount(1n)))).reason).toBe("budget_exceeded");
	});

	it("is answered for while holds come and go all the time", async () => {
		const world = openWorld(harness, 100n * DOLLAR);
		const { book, holder, spender } = world;
		let over = false;
		const busy = async () => {
			while (!over) {
				const outcome = await holder.hold(spender, amount(CENT));
				if ("held" in outcome) await holder.release(outcome.held);
				await harness.advance(0);
			}
		};
		const callers = Promise.all(Array.from({ length: 5 }, busy));
		book.setBudget(spender.keyId, 3n * CENT);
		await answered(world);
		expect(book.reserved(spender.accountId)).toBeLessThanOrEqual(5n * CENT);
		over = true;
		await world.during(callers);
	});
}

/** What happens at the end of a budget's window. */
export function windowContract(harness: AllowancesHarness): void {
	const { windowMs, idleMs, tickMs } = harness.timings;
	const untilNextWindow = () => windowMs - (harness.now() % windowMs);

	it("takes new holds from a new allowance once the budget window has ended", async () => {
		const { book, holder, spender, pass } = openWorld(harness, DOLLAR);
		book.setBudget(spender.keyId, 10n * CENT, windowMs);
		await pass(untilNextWindow());
		const at = harness.now();
		const hold = heldOf(await holder.hold(spender, amount(8n * CENT)));
		await pass(untilNextWindow() + 1);
		const later = harness.now();
		const next = heldOf(await holder.hold(spender, amount(8n * CENT)));
		expect(next.allowanceId).not.toBe(hold.allowanceId);
		await holder.settle(hold, amount(7n * CENT));
		await holder.settle(next, amount(6n * CENT));
		book.post(hold.allowanceId, 7n * CENT);
		book.post(next.allowanceId, 6n * CENT);
		expect(book.spentInWindow(spender.keyId, at)).toBe(7n * CENT);
		expect(book.spentInWindow(spender.keyId, later)).toBe(6n * CENT);
		await holder.close();
		expect(book.reserved(spender.accountId)).toBe(0n);
	});

	it("lets a stream that outlives its window grow within that window's budget", async () => {
		const { book, holder, spender, pass, during } = openWorld(harness, DOLLAR);
		book.setBudget(spender.keyId, 10n * CENT, windowMs);
		await pass(untilNextWindow());
		const hold = heldOf(await holder.hold(spender, amount(4n * CENT)));
		await pass(untilNextWindow() + 1);
		expect(await during(holder.extend(hold, amount(5n * CENT)))).toBe(true);
		expect(await during(holder.extend(hold, amount(5n * CENT)))).toBe(false);
		await holder.release(hold);
	});

	it("closes what is left of a window that is over", async () => {
		const { book, holder, spender, pass } = openWorld(harness, DOLLAR);
		book.setBudget(spender.keyId, 10n * CENT, windowMs);
		await holder.release(heldOf(await holder.hold(spender, amount(4n * CENT))));
		await pass(windowMs + idleMs + 3 * tickMs);
		expect(book.reserved(spender.accountId)).toBe(0n);
	});
}
