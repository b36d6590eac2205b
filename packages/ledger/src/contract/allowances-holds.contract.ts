import { expect, it } from "vitest";
import { type AllowancesHarness, amount, CENT, DOLLAR, heldOf, openWorld, refusalOf } from "./world.ts";

/** How a hold begins, grows and ends. */
export function holdContract(harness: AllowancesHarness): void {
	it("sets money aside, spends what is charged of it, and gives the rest back at the end", async () => {
		const { book, holder, spender } = openWorld(harness, DOLLAR);
		const hold = heldOf(await holder.hold(spender, amount(10n * CENT)));
		expect(hold).toMatchObject({ spender, amount: 10n * CENT, state: "held", allowanceId: expect.any(String) });
		expect(book.reserved(spender.accountId)).toBeGreaterThanOrEqual(10n * CENT);
		await holder.settle(hold, amount(3n * CENT));
		expect(hold.state).toBe("settled");
		await holder.close();
		expect(book.reserved(spender.accountId)).toBe(3n * CENT);
		book.post(hold.allowanceId, 3n * CENT);
		expect(book.reserved(spender.accountId)).toBe(0n);
		expect(book.available(spender.accountId)).toBe(97n * CENT);
		expect(book.liveHolders()).toEqual([]);
	});

	it("asks the book once for many warm holds", async () => {
		const { book, holder, spender } = openWorld(harness, 10n * DOLLAR);
		for (let n = 0; n < 20; n++) await holder.release(heldOf(await holder.hold(spender, amount(CENT))));
		expect(book.grants).toBe(1);
	});

	it("frees a released hold whole", async () => {
		const { holder, spender } = openWorld(harness, CENT);
		const hold = heldOf(await holder.hold(spender, amount(CENT)));
		await holder.release(hold);
		expect(hold.state).toBe("released");
		heldOf(await holder.hold(spender, amount(CENT)));
	});

	it("holds nothing for nothing, with an empty account too", async () => {
		const { book, holder, spender } = openWorld(harness, 0n);
		const hold = heldOf(await holder.hold(spender, amount(0n)));
		await holder.settle(hold, amount(0n));
		await holder.close();
		expect(book.reserved(spender.accountId)).toBe(0n);
	});

	it("never charges more than was held", async () => {
		const { book, holder, spender } = openWorld(harness, DOLLAR);
		const hold = heldOf(await holder.hold(spender, amount(CENT)));
		await expect((async () => holder.settle(hold, amount(CENT + 1n)))()).rejects.toThrow();
		await holder.settle(hold, amount(CENT));
		await holder.close();
		expect(book.reserved(spender.accountId)).toBe(CENT);
	});

	it("ends a hold once: a second end is an error and changes nothing", async () => {
		const { book, holder, spender } = openWorld(harness, DOLLAR);
		const hold = heldOf(await holder.hold(spender, amount(10n * CENT)));
		await holder.settle(hold, amount(2n * CENT));
		await expect((async () => holder.settle(hold, amount(CENT)))()).rejects.toThrow();
		await expect((async () => holder.release(hold))()).rejects.toThrow();
		await expect((async () => holder.extend(hold, amount(CENT)))()).rejects.toThrow();
		await holder.close();
		expect(book.reserved(spender.accountId)).toBe(2n * CENT);
	});

	it("extends a hold as far as there is money, and leaves it as it was where there is not", async () => {
		const { holder, spender, during } = openWorld(harness, 10n * CENT);
		const hold = heldOf(await holder.hold(spender, amount(4n * CENT)));
		expect(await holder.extend(hold, amount(5n * CENT))).toBe(true);
		expect(hold.amount).toBe(9n * CENT);
		expect(await during(holder.extend(hold, amount(2n * CENT)))).toBe(false);
		expect(hold.amount).toBe(9n * CENT);
		expect(await holder.extend(hold, amount(CENT))).toBe(true);
		await holder.settle(hold, amount(10n * CENT));
	});

	it("spends to the last nano-dollar", async () => {
		const { book, holder, spender, during } = openWorld(harness, 7n);
		const hold = heldOf(await holder.hold(spender, amount(7n)));
		expect(await during(holder.hold(spender, amount(1n)))).toMatchObject({
			refused: { reason: "insufficient_credits" },
		});
		await holder.settle(hold, amount(7n));
		await holder.close();
		book.post(hold.allowanceId, 7n);
		expect(book.charged(spender.accountId)).toBe(7n);
	});

	it("counts exactly where floats do not", async () => {
		const large = 2n ** 51n + 1n;
		const { book, holder, spender } = openWorld(harness, large + 2n);
		const hold = heldOf(await holder.hold(spender, amount(large)));
		await holder.settle(hold, amount(large - 2n));
		await holder.close();
		expect(book.reserved(spender.accountId)).toBe(large - 2n);
		expect(book.available(spender.accountId)).toBe(4n);
	});
}

/** Why a hold is refused, and when it must not be. */
export function refusalContract(harness: AllowancesHarness): void {
	it("says what is available, and that much can be held", async () => {
		const { holder, spender, during } = openWorld(harness, 10n * CENT);
		heldOf(await holder.hold(spender, amount(3n * CENT)));
		const refusal = refusalOf(await during(holder.hold(spender, amount(8n * CENT))));
		expect(refusal).toEqual({ reason: "insufficient_credits", availableNanoUsd: 7n * CENT });
		heldOf(await holder.hold(spender, amount(7n * CENT)));
	});

	it("uses what is left of a block with what is left in the account", async () => {
		const { holder, spender } = openWorld(harness, DOLLAR);
		const first = heldOf(await holder.hold(spender, amount(CENT)));
		await holder.release(first);
		heldOf(await holder.hold(spender, amount(DOLLAR)));
	});

	it("does not refuse a small hold because a large one beside it was refused", async () => {
		const { holder, spender, during } = openWorld(harness, 10n * CENT);
		const [large, small] = await during(
			Promise.all([holder.hold(spender, amount(DOLLAR)), holder.hold(spender, amount(CENT))]),
		);
		expect(refusalOf(large).reason).toBe("insufficient_credits");
		heldOf(small);
	});

	it("names the budget that is reached", async () => {
		const { book, holder, spender, during } = openWorld(harness, DOLLAR);
		book.setBudget(spender.keyId, 5n * CENT);
		const hold = heldOf(await holder.hold(spender, amount(5n * CENT)));
		await holder.settle(hold, amount(5n * CENT));
		book.post(hold.allowanceId, 5n * CENT);
		expect(refusalOf(await during(holder.hold(spender, amount(1n))))).toEqual({
			reason: "budget_exceeded",
			availableNanoUsd: 0n,
			budget: { scope: "key", limitNanoUsd: 5n * CENT, spentNanoUsd: 5n * CENT, resetsAt: undefined },
		});
	});

	it("refuses a suspended account", async () => {
		const { book, holder, spender } = openWorld(harness, DOLLAR);
		book.suspend(spender.accountId);
		expect(await holder.hold(spender, amount(CENT))).toEqual({ refused: { reason: "account_suspended" } });
	});

	it("is unavailable while the book cannot be reached, and is back with it", async () => {
		const { book, holder, spender } = openWorld(harness, DOLLAR);
		book.reachable = false;
		expect(await holder.hold(spender, amount(CENT))).toEqual({ refused: { reason: "unavailable" } });
		book.reachable = true;
		heldOf(await holder.hold(spender, amount(CENT)));
	});

	it("loses nothing when the answer to a grant is lost", async () => {
		const { book, holder, spender } = openWorld(harness, 2n * CENT);
		book.grantAnswersToLose = 1;
		expect(await holder.hold(spender, amount(2n * CENT))).toEqual({ refused: { reason: "unavailable" } });
		const hold = heldOf(await holder.hold(spender, amount(2n * CENT)));
		await holder.settle(hold, amount(CENT));
		await holder.close();
		expect(book.reserved(spender.accountId)).toBe(CENT);
	});
}

/** That many calls at once share what there is. */
export function concurrencyContract(harness: AllowancesHarness): void {
	it("admits exactly what a tiny balance can pay of 500 calls at once", async () => {
		const { book, holder, spender, during } = openWorld(harness, 5n * CENT);
		const outcomes = await during(
			Promise.all(Array.from({ length: 500 }, async () => holder.hold(spender, amount(CENT)))),
		);
		const holds = outcomes.flatMap((outcome) => ("held" in outcome ? [outcome.held] : []));
		expect(holds).toHaveLength(5);
		const reasons = new Set(outcomes.flatMap((outcome) => ("refused" in outcome ? [outcome.refused.reason] : [])));
		expect([...reasons]).toEqual(["insufficient_credits"]);
		for (const hold of holds) await holder.settle(hold, amount(CENT));
		await holder.close();
		expect(book.available(spender.accountId)).toBe(0n);
	});

	it("does not overshoot with several holders and keys", async () => {
		const { holder, another, spender, during } = openWorld(harness, 7n * CENT);
		const holders = [holder, another(), another()];
		const spenders = [spender, { ...spender, keyId: `key_${harness.newId()}` }];
		const calls = Array.from({ length: 60 }, async (_, n) => {
			const by = holders[n % holders.length] ?? holder;
			return by.hold(spenders[n % spenders.length] ?? spender, amount(CENT));
		});
		const outcomes = await during(Promise.all(calls));
		expect(outcomes.filter((outcome) => "held" in outcome)).toHaveLength(7);
	});

	it("gives the last credit to one of the keys that compete for it, and refuses the others", async () => {
		const { holder, another, spender, during } = openWorld(harness, 10n * CENT);
		const holders = [holder, another()];
		const calls = Array.from({ length: 6 }, async (_, n) => {
			const by = holders[n % 2] ?? holder;
			return by.hold({ ...spender, keyId: `${spender.keyId}_${n}` }, amount(6n * CENT));
		});
		const outcomes = await during(Promise.all(calls));
		expect(outcomes.filter((outcome) => "held" in outcome)).toHaveLength(1);
		const refused = outcomes.filter((outcome) => "refused" in outcome);
		expect(refused.map((outcome) => refusalOf(outcome).reason)).toEqual(Array(5).fill("insufficient_credits"));
	});

	it("asks the book once for a burst that one block can serve", async () => {
		const { book, holder, spender, during } = openWorld(harness, 100n * DOLLAR);
		await during(Promise.all(Array.from({ length: 5 }, async () => holder.hold(spender, amount(CENT)))));
		expect(book.grants).toBe(1);
	});
}
