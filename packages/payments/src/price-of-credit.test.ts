import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LEAST_PURCHASE_CENTS, MOST_PURCHASE_CENTS, priceOfCredit } from "./price-of-credit.ts";

const FEE = { basisPoints: 550, leastCents: 80 };

describe("the price of credit", () => {
	it.each([
		[500n, 80n],
		[1_000n, 80n],
		[1_454n, 80n],
		[1_473n, 81n],
		[10_000n, 550n],
		[10_001n, 550n],
		[1_000_000n, 55_000n],
	])("of %d cents has a fee of %d", (creditCents, feeCents) => {
		expect(priceOfCredit(creditCents, FEE)).toEqual({ creditCents, feeCents, totalCents: creditCents + feeCents });
	});

	it("never charges more than the share, but for the least fee, and less by under a cent", () => {
		const credit = fc.bigInt({ min: LEAST_PURCHASE_CENTS, max: MOST_PURCHASE_CENTS });
		fc.assert(
			fc.property(credit, fc.nat(2_000), fc.nat(500), (creditCents, basisPoints, leastCents) => {
				const { feeCents } = priceOfCredit(creditCents, { basisPoints, leastCents });
				const exact = creditCents * BigInt(basisPoints);
				if (feeCents !== BigInt(leastCents)) expect(exact - feeCents * 10_000n).toBeLessThan(10_000n);
				expect(feeCents >= BigInt(leastCents)).toBe(true);
				expect(feeCents === BigInt(leastCents) || feeCents * 10_000n <= exact).toBe(true);
			}),
		);
	});
});
