import { nanoUsd } from "@turnpike/money";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AllowanceState, assertBalanced, HOUSE, type Posting, post, type UsageEvent } from "./index.ts";
import { allowance, recompute, usageEvent } from "./testing/usage-event.fixture.ts";

function postAll(events: readonly UsageEvent[], allowances: readonly AllowanceState[], available = 0n): Posting {
	return post({
		accountId: "acc",
		available: nanoUsd(available),
		events,
		allowances: new Map(allowances.map((one) => [one.allowanceId, one])),
		recompute,
	});
}

const amountOf = (posting: Posting, accountId: string): bigint =>
	posting.entries.filter((line) => line.accountId === accountId).reduce((sum, line) => sum + line.amount, 0n);

describe("one generation", () => {
	it("moves its price from the customer to revenue, and its cost from expense to what providers are owed", () => {
		const posting = postAll([usageEvent(100n)], [allowance()]);
		expect(posting.entries).toEqual([
			{ accountId: "acc", amount: -100n },
			{ accountId: HOUSE.revenue, amount: 100n },
			{ accountId: HOUSE.providerExpense, amount: -50n },
			{ accountId: HOUSE.providerPayable, amount: 50n },
		]);
		expect([...posting.fromAllowances]).toEqual([["a", 100n]]);
		expect(posting.generations).toMatchObject([{ fromAllowance: 100n, fromAvailable: 0n, overrun: 0n }]);
	});

	it("that costs nothing is posted without entries", () => {
		const posting = postAll([usageEvent(0n)], [allowance({ granted: nanoUsd(0n) })]);
		expect(posting.entries).toEqual([]);
		expect(posting.generations).toHaveLength(1);
		expect(posting.parked).toEqual([]);
	});

	it("of an allowance that is charged beyond its grant already is not posted: the book itself is wrong", () => {
		const wrong = allowance({ granted: nanoUsd(100n), charged: nanoUsd(101n) });
		expect(() => postAll([usageEvent(1n)], [wrong])).toThrow("allowance a is charged 1 nano-USD beyond its grant");
	});

	it("is charged its hold at most; the house pays the rest", () => {
		const posting = postAll([usageEvent(100n, { holdNanoUsd: nanoUsd(70n) })], [allowance()]);
		expect(amountOf(posting, "acc")).toBe(-70n);
		expect(amountOf(posting, HOUSE.overrun)).toBe(-30n);
		expect(amountOf(posting, HOUSE.revenue)).toBe(100n);
		expect(posting.generations).toMatchObject([{ fromAllowance: 70n, overrun: 30n }]);
	});

	it("takes no more than its allowance has left, counting what earlier postings took and what went back", () => {
		const left = allowance({ granted: nanoUsd(100n), returned: nanoUsd(30n), charged: nanoUsd(40n) });
		const posting = postAll([usageEvent(50n)], [left], 1_000n);
		expect(posting.generations).toMatchObject([{ fromAllowance: 30n, fromAvailable: 0n, overrun: 20n }]);
	});
});

describe("a late charge", () => {
	for (const state of ["reaped", "closed"] as const) {
		const gone = { state, granted: nanoUsd(100n), returned: nanoUsd(100n) };

		it(`of an allowance that was ${state} is taken from what is available`, () => {
			const posting = postAll([usageEvent(50n)], [allowance(gone)], 50n);
			expect(posting.fromAvailable).toBe(50n);
			expect(posting.generations).toMatchObject([{ fromAllowance: 0n, fromAvailable: 50n, overrun: 0n }]);
		});

		it(`of an allowance that was ${state} is the house's, whole, where not all of it is available`, () => {
			const posting = postAll([usageEvent(50n)], [allowance(gone)], 49n);
			expect(posting.fromAvailable).toBe(0n);
			expect(amountOf(posting, HOUSE.overrun)).toBe(-50n);
		});
	}

	it("never takes from what is available beside an open allowance: its holder overspent", () => {
		const posting = postAll([usageEvent(50n)], [allowance({ granted: nanoUsd(20n) })], 1_000n);
		expect(posting.generations).toMatchObject([{ fromAllowance: 20n, fromAvailable: 0n, overrun: 30n }]);
	});

	it("respects the budgets above it, together with the batch's other late charges", () => {
		const gone = allowance({ state: "reaped", returned: nanoUsd(1_000n), budgetRoom: nanoUsd(60n) });
		const posting = postAll([usageEvent(50n), usageEvent(50n), usageEvent(10n)], [gone], 1_000n);
		expect(posting.generations.map(({ fromAvailable }) => fromAvailable)).toEqual([50n, 0n, 10n]);
	});

	it("uses up what is available once", () => {
		const gone = allowance({ state: "reaped", returned: nanoUsd(1_000n) });
		const posting = postAll([usageEvent(60n), usageEvent(60n)], [gone], 100n);
		expect(posting.fromAvailable).toBe(60n);
	});
});

describe("an event that cannot be right is parked with its reason", () => {
	const cases: [string, UsageEvent, RegExp][] = [
		["an unknown allowance", usageEvent(1n, { allowanceId: "b" }), /unknown allowance b/],
		["another account", usageEvent(1n, { accountId: "other" }), /belongs to account other/],
		["a charge above its price", usageEvent(5n, { chargeNanoUsd: nanoUsd(6n), holdNanoUsd: nanoUsd(9n) }), /charged 6/],
		["a charge below its price", usageEvent(5n, { chargeNanoUsd: nanoUsd(4n), holdNanoUsd: nanoUsd(9n) }), /charged 4/],
		[
			"a charge above its hold",
			usageEvent(5n, { chargeNanoUsd: nanoUsd(5n), holdNanoUsd: nanoUsd(4n) }),
			/recomputed 4/,
		],
		["a negative hold", usageEvent(0n, { holdNanoUsd: nanoUsd(-1n) }), /negative/],
		["a negative charge", usageEvent(5n, { chargeNanoUsd: nanoUsd(-5n) }), /negative/],
		["a negative cost", usageEvent(5n, { providerCostNanoUsd: nanoUsd(-5n) }), /negative provider cost/],
		["usage without a price", usageEvent(0n, { usage: {} }), /unpriced/],
		["an absurd cost", usageEvent(5n, { providerCostNanoUsd: nanoUsd(2n * 10n ** 15n) }), /provider cost of/],
		["an absurd price", usageEvent(2n * 10n ** 15n, { holdNanoUsd: nanoUsd(5n) }), /price of/],
	];
	for (const [name, event, reason] of cases) {
		it(name, () => {
			const sound = usageEvent(7n);
			const posting = postAll([event, sound, event], [allowance()]);
			expect(posting.parked).toEqual([
				{ generationId: event.generationId, reason: expect.stringMatching(reason) },
				{ generationId: event.generationId, reason: expect.stringMatching(reason) },
			]);
			expect(posting.generations.map((one) => one.event)).toEqual([sound]);
			expect(posting.entries).toEqual(postAll([sound], [allowance()]).entries);
		});
	}
});

it("a transaction that does not sum to zero is never written", () => {
	expect(() => assertBalanced([{ accountId: "acc", amount: nanoUsd(1n) }])).toThrow("sum to zero");
});

const state = fc.constantFrom("open", "closed", "reaped");
const small = fc.bigInt({ min: 0n, max: 1_000n });
const allowances = fc
	.array(
		fc.record({ state, granted: small, returned: small, charged: small, room: fc.option(small, { nil: undefined }) }),
		{ minLength: 1, maxLength: 4 },
	)
	.map((all) =>
		all.map(({ state, granted, returned, charged, room }, n) => {
			const back = returned < granted ? returned : granted;
			const spent = charged < granted - back ? charged : granted - back;
			return allowance({
				allowanceId: `a${n}`,
				state,
				granted: nanoUsd(granted),
				returned: nanoUsd(back),
				charged: nanoUsd(spent),
				budgetRoom: room === undefined ? undefined : nanoUsd(room),
			});
		}),
	);
const events = fc.array(
	fc.record({ price: small, hold: small, off: fc.integer({ min: -1, max: 12 }), allowance: fc.nat(4) }).map((one) => {
		const sound = usageEvent(one.price, { holdNanoUsd: nanoUsd(one.hold), allowanceId: `a${one.allowance}` });
		// Now and then a charge that is off by one.
		return one.off > 1 ? sound : { ...sound, chargeNanoUsd: nanoUsd(sound.chargeNanoUsd + BigInt(one.off)) };
	}),
	{ maxLength: 30 },
);

describe("whatever the batch", () => {
	const check = (
		holds: (posting: Posting, events: readonly UsageEvent[], of: AllowanceState[], available: bigint) => void,
	) =>
		fc.assert(
			fc.property(events, allowances, small, (all, states, available) => {
				holds(postAll(all, states, available), all, states, available);
			}),
			{ numRuns: 500 },
		);

	it("its entries sum to zero, and the customer's is what its generations were debited", () => {
		check((posting) => {
			expect(posting.entries.reduce((sum, line) => sum + line.amount, 0n)).toBe(0n);
			expect(posting.entries.every((line) => line.amount !== 0n)).toBe(true);
			const debited = posting.generations.reduce((sum, one) => sum + one.fromAllowance + one.fromAvailable, 0n);
			expect(amountOf(posting, "acc")).toBe(-debited);
			const fromAllowances = [...posting.fromAllowances.values()].reduce((sum, amount) => sum + amount, 0n);
			expect(fromAllowances + posting.fromAvailable).toBe(debited);
		});
	});

	it("the charges of an allowance stay within its grant, and those of the account within what is available", () => {
		check((posting, _events, states, available) => {
			for (const { allowanceId, granted, returned, charged } of states) {
				expect(charged + (posting.fromAllowances.get(allowanceId) ?? 0n)).toBeLessThanOrEqual(granted - returned);
			}
			expect(posting.fromAvailable).toBeLessThanOrEqual(available);
		});
	});

	it("no part of a debit is negative, none passes its hold, and debit and overrun make up the price", () => {
		check((posting) => {
			for (const { event, fromAllowance, fromAvailable, overrun } of posting.generations) {
				for (const part of [fromAllowance, fromAvailable, overrun]) expect(part).toBeGreaterThanOrEqual(0n);
				expect(fromAllowance + fromAvailable).toBeLessThanOrEqual(event.holdNanoUsd);
				expect(fromAllowance + fromAvailable + overrun).toBe(BigInt(event.usage.input ?? -1));
			}
		});
	});

	it("every event is posted or parked, once", () => {
		check((posting, all) => {
			const seen = [
				...posting.generations.map((one) => one.event.generationId),
				...posting.parked.map((one) => one.generationId),
			];
			expect(seen.sort()).toEqual(all.map((one) => one.generationId).sort());
		});
	});

	it("parked events change nothing for the others", () => {
		check((posting, all, states, available) => {
			const parked = new Set(posting.parked.map((one) => one.generationId));
			const sound = postAll(
				all.filter((one) => !parked.has(one.generationId)),
				states,
				available,
			);
			expect(sound).toEqual({ ...posting, parked: [] });
		});
	});

	it("the order of events does not change what an allowance pays in all", () => {
		check((posting, all, states, available) => {
			const turned = postAll([...all].reverse(), states, available);
			for (const { allowanceId } of states) {
				expect(turned.fromAllowances.get(allowanceId) ?? 0n).toBe(posting.fromAllowances.get(allowanceId) ?? 0n);
			}
			expect(amountOf(turned, HOUSE.revenue)).toBe(amountOf(posting, HOUSE.revenue));
		});
	});

	it("two postings in turn take no more than one", () => {
		check((posting, all, states, available) => {
			const half = Math.floor(all.length / 2);
			const first = postAll(all.slice(0, half), states, available);
			const after = states.map((one) => ({
				...one,
				charged: nanoUsd(one.charged + (first.fromAllowances.get(one.allowanceId) ?? 0n)),
				budgetRoom: one.budgetRoom === undefined ? undefined : nanoUsd(one.budgetRoom - first.fromAvailable),
			}));
			const second = postAll(all.slice(half), after, available - first.fromAvailable);
			expect([...first.generations, ...second.generations]).toEqual(posting.generations);
		});
	});
});
