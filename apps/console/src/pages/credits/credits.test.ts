import { describe, expect, test } from "vitest";
import { balanceParts } from "./balance-parts.ts";
import { amountProblem, feeOf } from "./fee-of.ts";
import { noticeOf } from "./notice-of.ts";

const FEE = { basis_points: 550, least_usd: "0.80" };

describe("the fee of a purchase", () => {
	test.each([
		["10", "0.800000000", "10.800000000"],
		["14.54", "0.800000000", "15.340000000"],
		["25", "1.370000000", "26.370000000"],
		["100", "5.500000000", "105.500000000"],
		["10000", "550.000000000", "10550.000000000"],
	])("of $%s is $%s, $%s in all", (credit, feeUsd, totalUsd) => {
		expect(feeOf(credit, FEE)).toEqual({ feeUsd, totalUsd });
	});

	test("of nothing asked is nothing", () => {
		expect(feeOf("10", { basis_points: 0, least_usd: "0" }).feeUsd).toBe("0.000000000");
	});
});

test.each([
	["5", undefined],
	["10000.00", undefined],
	[" 12.5 ", undefined],
	["4.99", "At least $5."],
	["10000.01", "At most $10,000 at once."],
	["1e2", "An amount such as 25 or 12.50."],
	["12.345", "An amount such as 25 or 12.50."],
	["", "An amount such as 25 or 12.50."],
])("an amount of %j: %s", (text, problem) => {
	expect(amountProblem(text)).toBe(problem);
});

describe("the bar of a balance", () => {
	test("is as wide as its parts, exactly", () => {
		const parts = balanceParts({ available_usd: "2.000000000", reserved_usd: "1.000000000" });
		expect(parts.map(({ name, share }) => [name, share])).toEqual([
			["available", 66.6],
			["reserved", expect.closeTo(33.4)],
		]);
	});

	test("is empty where there is nothing, or nothing known", () => {
		expect(balanceParts({ available_usd: "0.000000000", reserved_usd: "0.000000000" })).toEqual([]);
		expect(balanceParts(undefined)).toEqual([]);
	});
});

describe("who comes back from paying", () => {
	const purchase = { status: "paid", amount_usd: "10.000000000", failure: null, sandbox: true } as const;

	test("is told that the credit is there only when it is", () => {
		expect(noticeOf(purchase)).toEqual({ outcome: "good", sentence: "$10.00 of sandbox credit is yours." });
		expect(noticeOf({ ...purchase, sandbox: false }).sentence).toBe("$10.00 of credit is yours.");
		const others = ["open", "processing", "failed", "expired", "partially_refunded", "refunded", "disputed"] as const;
		for (const status of others) expect(noticeOf({ ...purchase, status }).sentence).not.toContain("is yours");
	});

	test("waits while nobody knows how it went", () => {
		expect(noticeOf(undefined)).toEqual(noticeOf({ ...purchase, status: "open" }));
		expect(noticeOf(undefined).outcome).toBeUndefined();
		expect(noticeOf({ ...purchase, status: "processing" }).outcome).toBeUndefined();
	});

	test("is told why it failed", () => {
		const failed = { ...purchase, status: "failed", failure: "Your card was declined." } as const;
		expect(noticeOf(failed)).toEqual({ outcome: "bad", sentence: "Your card was declined." });
	});
});
