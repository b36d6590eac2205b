import { assertBalanced, credit, debit, linesOf, type Standing } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bookingsBetween, houseLinesOf, type Moved, movedBy, NOTHING_MOVED, shares } from "./booking.ts";
import { nanoOfCents } from "./cents.ts";
import type { PaymentFacts } from "./payment-facts.ts";
import { priceOfCredit } from "./price-of-credit.ts";
import { factsOf } from "./testing/facts.fixture.ts";

const FEE = { basisPoints: 550, leastCents: 80 };

/** What may happen to one payment at its provider. */
const act = fc.oneof(
	fc.constant({ kind: "pay" } as const),
	fc.record({ kind: fc.constant("refund" as const), part: fc.integer({ min: 1, max: 100 }) }),
	fc.constant({ kind: "refundFails" } as const),
	fc.record({ kind: fc.constant("dispute" as const), part: fc.integer({ min: 1, max: 100 }) }),
	fc.constant({ kind: "win" } as const),
	fc.constant({ kind: "lose" } as const),
);
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

/** The payment after an act, as its provider would tell it. */
function after(facts: PaymentFacts, one: Act, totalCents: bigint): PaymentFacts {
	if (one.kind === "pay") return { ...facts, state: "succeeded", receivedCents: totalCents };
	if (facts.state !== "succeeded") return facts;
	const id = String(facts.refunds.length + facts.disputes.length);
	switch (one.kind) {
		case "refund": {
			const left =
				totalCents - facts.refunds.reduce((sum, refund) => sum + (refund.failed ? 0n : refund.amountCents), 0n);
			const amountCents = (left * BigInt(one.part)) / 100n;
			if (amountCents === 0n) return facts;
			return { ...facts, refunds: [...facts.refunds, { id, amountCents, refundId: undefined, failed: false }] };
		}
		case "refundFails":
			return { ...facts, refunds: facts.refunds.map((refund, n) => (n === 0 ? { ...refund, failed: true } : refund)) };
		case "dispute": {
			const withdrawnCents = (totalCents * BigInt(one.part)) / 100n;
			if (facts.disputes.length > 0) return facts;
			return { ...facts, disputes: [{ id, withdrawnCents, closed: false }] };
		}
		case "win":
			return { ...facts, disputes: facts.disputes.map((one) => ({ ...one, withdrawnCents: 0n, closed: true })) };
		case "lose":
			return { ...facts, disputes: facts.disputes.map((one) => ({ ...one, closed: true })) };
	}
}

const payment = fc.record({
	creditCents: fc.bigInt({ min: 500n, max: 50_000n }),
	acts: fc.array(act, { maxLength: 12 }),
});
const sumOf = (amounts: readonly bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n);

/** A book of one account that converges to what it is told of payments, as billing does. */
class Book {
	standing: Standing = { available: nanoUsd(0n), reserved: nanoUsd(0n), debt: nanoUsd(0n), promotional: nanoUsd(0n) };
	readonly entries = new Map<string, bigint>();
	readonly #moved = new Map<number, Moved>();

	look(payment: number, creditCents: bigint, facts: PaymentFacts): void {
		const price = priceOfCredit(creditCents, FEE);
		const due = movedBy(facts, []);
		for (const booking of bookingsBetween(price, this.#moved.get(payment) ?? NOTHING_MOVED, due)) {
			const amount = nanoOfCents(booking.creditCents);
			const change = amount < 0n ? debit(this.standing, nanoUsd(-amount)) : credit(this.standing, amount);
			this.standing = change.standing;
			for (const line of assertBalanced([...linesOf("acc", change), ...houseLinesOf(booking)])) {
				this.entries.set(line.accountId, (this.entries.get(line.accountId) ?? 0n) + line.amount);
			}
		}
		this.#moved.set(payment, due);
	}

	spend(amount: bigint): void {
		const part = amount < this.standing.available ? amount : this.standing.available;
		this.standing = { ...this.standing, available: nanoUsd(this.standing.available - part) };
		this.spent += part;
	}

	spent = 0n;
}

/** Looks at payments in any order and as often as it likes, each time at a state no older than the last; all at the end. */
function play(
	payments: readonly { creditCents: bigint; acts: readonly Act[] }[],
	looks: readonly number[],
	spends: bigint,
) {
	const book = new Book();
	const histories = payments.map(({ creditCents, acts }) => {
		const { totalCents } = priceOfCredit(creditCents, FEE);
		const states = [factsOf()];
		for (const one of acts) states.push(after(states.at(-1) ?? factsOf(), one, totalCents));
		return states;
	});
	const at = payments.map(() => 0);
	for (const look of looks) {
		const n = payments.length === 0 ? 0 : look % payments.length;
		const [history, one] = [histories[n], payments[n]];
		if (!history || !one) continue;
		at[n] = Math.min((at[n] ?? 0) + (look % 3), history.length - 1);
		book.look(n, one.creditCents, history[at[n] ?? 0] ?? factsOf());
		if (look % 5 === 0) book.spend(spends);
	}
	for (const [n, one] of payments.entries()) book.look(n, one.creditCents, histories[n]?.at(-1) ?? factsOf());
	return { book, finals: histories.map((history) => history.at(-1) ?? factsOf()) };
}

const world = fc.tuple(fc.array(payment, { maxLength: 5 }), fc.array(fc.nat(1_000), { maxLength: 40 }));

describe("bookings of payments", () => {
	it("end in one book, whatever is looked at in whatever order and however often", () => {
		fc.assert(
			fc.property(world, fc.array(fc.nat(1_000), { maxLength: 40 }), ([payments, looks], others) => {
				const [one, other] = [play(payments, looks, 0n), play(payments, others, 0n)];
				expect(one.book.standing).toEqual(other.book.standing);
				const nonZero = (book: Book) => new Map([...book.entries].filter(([, amount]) => amount !== 0n).sort());
				const balances = [one, other].map(({ book }) => nonZero(book));
				expect(balances[0]).toEqual(balances[1]);
			}),
		);
	});

	it("conserve: what came in, less what was given or taken back, is what is there, was spent, or is owed", () => {
		fc.assert(
			fc.property(world, fc.bigInt({ min: 0n, max: 10n ** 12n }), ([payments, looks], spends) => {
				const { book, finals } = play(payments, looks, spends);
				const credited = sumOf(
					finals.map((facts, n) => {
						const price = priceOfCredit(payments[n]?.creditCents ?? 0n, FEE);
						return nanoOfCents(shares(price, movedBy(facts, [])).creditCents);
					}),
				);
				const { available, reserved, debt } = book.standing;
				expect(available + reserved + book.spent - debt).toBe(credited);
				const atProvider = sumOf(
					finals.map((facts) => {
						const moved = movedBy(facts, []);
						return moved.receivedCents - moved.refundedCents - moved.disputedCents;
					}),
				);
				expect(-(book.entries.get("house:deposits") ?? 0n)).toBe(nanoOfCents(atProvider));
				expect(sumOf([...book.entries.values()])).toBe(0n);
			}),
		);
	});

	it("take back credit first, then the fee, and book what was lost beyond both to the house", () => {
		const price = priceOfCredit(1_000n, FEE);
		const paid = { ...NOTHING_MOVED, receivedCents: 1_080n };
		expect(bookingsBetween(price, NOTHING_MOVED, paid)).toEqual([
			{ kind: "payment", creditCents: 1_000n, feeCents: 80n },
		]);
		const partly = { ...paid, refundedCents: 400n };
		expect(bookingsBetween(price, paid, partly)).toEqual([{ kind: "refund", creditCents: -400n, feeCents: 0n }]);
		const wholly = { ...paid, refundedCents: 1_080n };
		expect(bookingsBetween(price, partly, wholly)).toEqual([{ kind: "refund", creditCents: -600n, feeCents: -80n }]);
		const twice = { ...wholly, disputedCents: 1_080n };
		expect(bookingsBetween(price, wholly, twice)).toEqual([{ kind: "dispute", creditCents: 0n, feeCents: -1_080n }]);
		expect(bookingsBetween(price, twice, wholly)).toEqual([
			{ kind: "dispute_reversed", creditCents: 0n, feeCents: 1_080n },
		]);
		expect(bookingsBetween(price, wholly, { ...paid, refundedCents: 680n })).toEqual([
			{ kind: "refund_failed", creditCents: 320n, feeCents: 80n },
		]);
		expect(bookingsBetween(price, partly, partly)).toEqual([]);
	});

	it("take our own refund back before the provider knows of it, and not twice when it does", () => {
		const ours = { refundId: "rfd_1", amountCents: 300n };
		const paid = factsOf({ state: "succeeded", receivedCents: 1_080n });
		expect(movedBy(paid, [ours])).toMatchObject({ refundedCents: 300n });
		const known = { id: "re_1", amountCents: 300n, refundId: "rfd_1", failed: false };
		expect(movedBy({ ...paid, refunds: [known] }, [ours])).toMatchObject({ refundedCents: 300n });
		expect(movedBy({ ...paid, refunds: [{ ...known, failed: true }] }, [ours])).toMatchObject({ refundedCents: 0n });
		expect(movedBy(factsOf(), [ours])).toEqual(NOTHING_MOVED);
	});
});
