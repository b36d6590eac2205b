import { expect, it } from "vitest";
import type { Spender } from "../allowances.ts";
import { type AllowancesHarness, amount, CENT, DOLLAR, heldOf, openWorld, refusalOf } from "./world.ts";

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

	it("still says 402 when what others have is in use", async () => {
		const { holder, another, spender, during } = openWorld(harness, DOLLAR);
		heldOf(await another().hold(spender, amount(DOLLAR)));
		expect(refusalOf(await during(holder.hold(spender, amount(CENT)))).reason).toBe("insufficient_credits");
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
