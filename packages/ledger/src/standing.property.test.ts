import { nanoUsd } from "@turnpike/money";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comeBack, credit, debit, linesOf, refundable, type Standing, withdrawGift } from "./standing.ts";

const NEW: Standing = {
	available: nanoUsd(0n),
	reserved: nanoUsd(0n),
	debt: nanoUsd(0n),
	promotional: nanoUsd(0n),
};
const amount = fc.bigInt({ min: 0n, max: 10_000n }).map(nanoUsd);
/** Positive credits, negative debits. */
const changes = fc.array(fc.bigInt({ min: -10_000n, max: 10_000n }), { maxLength: 30 });

const apply = (standing: Standing, change: bigint) =>
	change < 0n ? debit(standing, nanoUsd(-change)) : credit(standing, nanoUsd(change));
const net = ({ available, debt }: Standing) => available - debt;

describe("where an account stands", () => {
	it("is the sum of its changes, in whatever order they came: nothing available while anything is owed", () => {
		const shuffled = changes.chain((all) =>
			fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
		);
		fc.assert(
			fc.property(amount, shuffled, (reserved, [one, other]) => {
				const from = { ...NEW, reserved };
				const [first, second] = [one, other].map((order) =>
					order.reduce((standing, change) => apply(standing, change).standing, from),
				);
				expect(first).toEqual(second);
				const sum = one.reduce((total, change) => total + change, 0n);
				expect(first?.available).toBe(sum > 0n ? sum : 0n);
				expect(first?.debt).toBe(sum < 0n ? -sum : 0n);
			}),
		);
	});

	it("changes by what its lines say, and by the whole amount", () => {
		fc.assert(
			fc.property(changes, (all) => {
				let standing = NEW;
				for (const one of all) {
					const after = apply(standing, one);
					const lines = linesOf("acc_1", after);
					expect(lines.reduce((sum, line) => sum + line.amount, 0n)).toBe(one);
					expect(net(after.standing) - net(standing)).toBe(one);
					expect(after.standing.available - standing.available).toBe(after.toCustomer);
					expect(after.standing.debt - standing.debt).toBe(-after.toDebt);
					standing = after.standing;
				}
			}),
		);
	});

	it("lets a gift repay a debt first, and be a gift only where it becomes available", () => {
		const owing = debit(NEW, nanoUsd(3n)).standing;
		expect(credit(owing, nanoUsd(5n), true)).toEqual({
			standing: { ...NEW, available: 2n, promotional: 2n },
			toCustomer: 2n,
			toDebt: 3n,
		});
	});

	it("takes gifts back last, and pays none of them out", () => {
		const gift = credit(NEW, nanoUsd(10n), true).standing;
		const both = credit(gift, nanoUsd(4n)).standing;
		expect(refundable(both)).toBe(4n);
		expect(debit(both, nanoUsd(4n)).standing).toMatchObject({ available: 10n, promotional: 10n });
		expect(debit(both, nanoUsd(6n)).standing).toMatchObject({ available: 8n, promotional: 8n });
		expect(debit(both, nanoUsd(20n)).standing).toMatchObject({ available: 0n, promotional: 0n, debt: 6n });
	});

	it("repays a debt out of what comes back, and moves nothing between accounts otherwise", () => {
		const owing = debit({ ...NEW, reserved: nanoUsd(9n), promotional: nanoUsd(2n) }, nanoUsd(5n)).standing;
		expect(comeBack(owing, nanoUsd(7n))).toEqual({
			standing: { available: 2n, reserved: 2n, debt: 0n, promotional: 2n },
			toCustomer: -5n,
			toDebt: 5n,
		});
		expect(linesOf("acc_1", comeBack({ ...NEW, reserved: nanoUsd(3n) }, nanoUsd(3n)))).toEqual([]);
	});

	it("pays out nothing that is set aside for calls", () => {
		expect(refundable({ ...NEW, available: nanoUsd(3n), reserved: nanoUsd(9n), promotional: nanoUsd(2n) })).toBe(3n);
		expect(refundable({ ...NEW, available: nanoUsd(9n), reserved: nanoUsd(3n), promotional: nanoUsd(10n) })).toBe(2n);
	});

	it("withdraws no gift that is not there", () => {
		const gift = credit(NEW, nanoUsd(10n), true).standing;
		expect(withdrawGift(gift, nanoUsd(4n)).standing).toMatchObject({ available: 6n, promotional: 6n });
		expect(() => withdrawGift(gift, nanoUsd(11n))).toThrow(RangeError);
		expect(() => credit(NEW, nanoUsd(-1n))).toThrow(RangeError);
		expect(() => debit(NEW, nanoUsd(-1n))).toThrow(RangeError);
	});
});
