import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Hold, Spender } from "../allowances.ts";
import { type AllowancesHarness, amount, heldOf, openWorld, refusalOf, type World } from "./world.ts";

export type { AllowancesHarness, DrivenAllowances } from "./world.ts";

const CENT = 10_000_000n;
const DOLLAR = 100n * CENT;

/** The suite every adapter of `Allowances` passes, on a `MemoryBook` that checks itself after every change. */
export function allowancesContract(name: string, harness: AllowancesHarness): void {
	describe(`Allowances: ${name}`, () => {
		describe("holds", () => holdContract(harness));
		describe("refusals", () => refusalContract(harness));
		describe("concurrency", () => concurrencyContract(harness));
		describe("leases", () => leaseContract(harness));
		describe("idle blocks and recalls", () => recallContract(harness));
		describe("budget windows", () => windowContract(harness));
		describe("everything at once", () => propertyContract(harness));
	});
}

function holdContract(harness: AllowancesHarness): void {
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

function refusalContract(harness: AllowancesHarness): void {
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

function concurrencyContract(harness: AllowancesHarness): void {
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

function leaseContract(harness: AllowancesHarness): void {
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

function recallContract(harness: AllowancesHarness): void {
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

function windowContract(harness: AllowancesHarness): void {
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

type Move =
	| { readonly do: "hold"; readonly holder: number; readonly key: number; readonly nano: bigint }
	| { readonly do: "extend"; readonly pick: number; readonly nano: bigint }
	| { readonly do: "end"; readonly pick: number; readonly percent: bigint }
	| { readonly do: "deposit"; readonly nano: bigint }
	| { readonly do: "tick" | "pass" | "lose an answer" };

const nano = fc.bigInt({ min: 0n, max: 40n * CENT });
const move: fc.Arbitrary<Move> = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.record({ do: fc.constant("hold" as const), holder: fc.nat(1), key: fc.nat(2), nano }),
	},
	{ weight: 2, arbitrary: fc.record({ do: fc.constant("extend" as const), pick: fc.nat(20), nano }) },
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant("end" as const),
			pick: fc.nat(20),
			percent: fc.bigInt({ min: 0n, max: 100n }),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant("deposit" as const), nano }) },
	{
		weight: 2,
		arbitrary: fc.record({ do: fc.constantFrom("tick" as const, "pass" as const, "lose an answer" as const) }),
	},
);

/** What a run of moves has held and charged, to be compared with the book. */
class Play {
	readonly #world: World;
	readonly #harness: AllowancesHarness;
	readonly #holders: readonly [World["holder"], World["holder"]];
	readonly #spenders: readonly Spender[];
	readonly #open: { hold: Hold; by: World["holder"] }[] = [];
	readonly #charges: { allowanceId: string; charge: bigint }[] = [];
	#deposited: bigint;

	constructor(harness: AllowancesHarness, deposit: bigint, budget: bigint) {
		this.#harness = harness;
		this.#world = openWorld(harness, deposit);
		this.#deposited = deposit;
		this.#holders = [this.#world.holder, this.#world.another()];
		const { spender } = this.#world;
		this.#spenders = [0, 1, 2].map((n) => ({ ...spender, keyId: `${spender.keyId}_${n}` }));
		this.#world.book.setBudget(`${spender.keyId}_2`, budget);
	}

	async round(moves: readonly Move[]): Promise<void> {
		await this.#world.during(Promise.all(moves.map((one) => this.#play(one))));
		this.#world.book.assertBooks();
		const held = this.#open.reduce((sum, { hold }) => sum + hold.amount, 0n);
		expect(held + this.#charged()).toBeLessThanOrEqual(this.#deposited);
	}

	async finish(): Promise<void> {
		const { book, spender, during } = this.#world;
		for (const { hold, by } of this.#open) await by.release(hold);
		await during(Promise.all(this.#holders.map((holder) => holder.close())));
		expect(book.reserved(spender.accountId)).toBe(this.#charged());
		for (const { allowanceId, charge } of this.#charges) book.post(allowanceId, charge);
		expect(book.house).toBe(0n);
		expect(book.reserved(spender.accountId)).toBe(0n);
		expect(book.available(spender.accountId)).toBe(this.#deposited - this.#charged());
	}

	async #play(move: Move): Promise<void> {
		switch (move.do) {
			case "hold": {
				const by = this.#holders[move.holder === 0 ? 0 : 1];
				const outcome = await by.hold(this.#spenders[move.key] ?? this.#world.spender, amount(move.nano));
				if ("held" in outcome) this.#open.push({ hold: outcome.held, by });
				return;
			}
			case "extend": {
				// Out of the list meanwhile: a hold is not ended while it grows.
				const [open] = this.#open.splice(move.pick % (this.#open.length || 1), 1);
				if (!open) return;
				const before = open.hold.amount;
				const grown = await open.by.extend(open.hold, amount(move.nano));
				expect(open.hold.amount).toBe(grown ? before + move.nano : before);
				this.#open.push(open);
				return;
			}
			case "end": {
				const [open] = this.#open.splice(move.pick % (this.#open.length || 1), 1);
				if (!open) return;
				const charge = (open.hold.amount * move.percent) / 100n;
				this.#charges.push({ allowanceId: open.hold.allowanceId, charge });
				await open.by.settle(open.hold, amount(charge));
				return;
			}
			case "deposit":
				this.#deposited += move.nano;
				this.#world.book.deposit(this.#world.spender.accountId, move.nano);
				return;
			case "tick":
				await this.#holders[0].tick();
				return;
			case "pass":
				await this.#harness.advance(this.#harness.timings.tickMs);
				return;
			case "lose an answer":
				this.#world.book.grantAnswersToLose += 1;
				return;
		}
	}

	#charged(): bigint {
		return this.#charges.reduce((sum, { charge }) => sum + charge, 0n);
	}
}

function propertyContract(harness: AllowancesHarness): void {
	it("keeps holds and charges within deposits and gives the rest back, whatever happens in whatever order", async () => {
		const rounds = fc.array(fc.array(move, { minLength: 1, maxLength: 8 }), { maxLength: 12 });
		const deposit = fc.bigInt({ min: 0n, max: 2n * DOLLAR });
		await fc.assert(
			fc.asyncProperty(deposit, fc.bigInt({ min: 0n, max: DOLLAR }), rounds, async (deposited, budget, plays) => {
				const play = new Play(harness, deposited, budget);
				for (const round of plays) await play.round(round);
				await play.finish();
			}),
			{ numRuns: harness.runs },
		);
	}, 60_000);
}
