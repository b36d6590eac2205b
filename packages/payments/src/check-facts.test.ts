import { describe, expect, it } from "vitest";
import { mistakeIn } from "./check-facts.ts";
import { freezesOf } from "./freezes.ts";
import { factsOf } from "./testing/facts.fixture.ts";

const expected = {
	purchaseId: "pur_1",
	paymentId: "pi_1",
	creditCents: 1_000n,
	feeCents: 80n,
	totalCents: 1_080n,
	receivedCents: 0n,
};
const paid = factsOf({ state: "succeeded", receivedCents: 1_080n });

describe("facts", () => {
	it("of the payment that was asked for are booked, whatever state it is in", () => {
		expect(mistakeIn(paid, expected)).toBeUndefined();
		expect(mistakeIn(paid, { ...expected, paymentId: undefined })).toBeUndefined();
		for (const state of ["open", "processing", "failed", "expired"] as const) {
			expect(mistakeIn(factsOf({ state }), expected)).toBeUndefined();
		}
		expect(mistakeIn(factsOf({ paymentId: undefined, purchaseId: undefined }), expected)).toBeUndefined();
	});

	it.each([
		[{ ...paid, purchaseId: "pur_2" }, "payment pi_1 is for pur_2, not for pur_1"],
		[{ ...paid, paymentId: "pi_2" }, "pur_1 has the payment pi_1 already; pi_2 is another"],
		[{ ...paid, currency: "eur" }, "payment pi_1 is in eur, not in usd"],
		[{ ...paid, receivedCents: 1_079n }, "payment pi_1 received 1079 cents where 1080 were due"],
	])("that do not fit are for a person to see: %#", (facts, mistake) => {
		expect(mistakeIn(facts, expected)).toBe(mistake);
	});

	it("never make a payment that was received unreceived", () => {
		const booked = { ...expected, receivedCents: 1_080n };
		expect(mistakeIn(factsOf({ state: "failed" }), booked)).toBe("payment pi_1 was received, and is failed now");
	});

	it("of a dispute or a warning keep the account from spending while they are open", () => {
		const facts = factsOf({
			disputes: [
				{ id: "dp_1", withdrawnCents: 0n, closed: false },
				{ id: "dp_2", withdrawnCents: 5n, closed: true },
			],
			warnings: [{ id: "issfr_1", open: true }],
		});
		expect(freezesOf(facts)).toEqual([
			{ reason: "dispute", reference: "dp_1", open: true },
			{ reason: "dispute", reference: "dp_2", open: false },
			{ reason: "fraud_warning", reference: "issfr_1", open: true },
		]);
	});
});
