import fc from "fast-check";
import { expect, it } from "vitest";
import type { Hold, Spender } from "../allowances.ts";
import { type AllowancesHarness, amount, CENT, DOLLAR, openWorld, type World } from "./world.ts";

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
		// Nothing is posted before the end: what holders promise, and have charged, is set aside in the book.
		expect(held + this.#charged()).toBeLessThanOrEqual(this.#world.book.reserved(this.#world.spender.accountId));
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

/** Moves drawn at random, in rounds of several at once, compared with the book after each. */
export function propertyContract(harness: AllowancesHarness): void {
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
