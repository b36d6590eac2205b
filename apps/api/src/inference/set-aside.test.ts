import { nanoUsd } from "@turnpike/money";
import { type Call, TurnpikeError } from "@turnpike/wire";
import { describe, expect, it } from "vitest";
import type { KnownBudgets } from "../budgets/budgeted-names.ts";
import { aCall, aGeneration, anAttempt, INPUT_NANO, NANO_PER_OUTPUT_TOKEN, Purse } from "./examples.fixture.ts";
import { setAside } from "./set-aside.ts";

const cheap = anAttempt("cheap", "10");
const dear = anAttempt("dear", "20");
const amountFor = (tokens: number) => INPUT_NANO + BigInt(tokens) * NANO_PER_OUTPUT_TOKEN;

const NO_NAMES: KnownBudgets = { has: () => false, refresh: async () => {} };

function aside(funds: bigint, call: Partial<Call> = {}, attempts = [cheap, dear], allowances = new Purse(funds)) {
	return setAside({ allowances, budgetedNames: NO_NAMES }, aGeneration({ call: aCall(call) }), attempts);
}

async function refusalOf(settled: Promise<unknown>): Promise<TurnpikeError> {
	const error = await settled.catch((reason: unknown) => reason);
	if (error instanceof TurnpikeError) return error;
	throw new Error("nothing was refused");
}

const providers = ({ needs }: Awaited<ReturnType<typeof setAside>>) =>
	needs.map(({ attempt }) => attempt.endpoint.provider);

describe("money is set aside", () => {
	it("for the dearest endpoint, so that any of them may answer", async () => {
		const set = await aside(1_000_000_000n);
		expect(set.hold.amount).toBe(amountFor(20_000));
		expect(providers(set)).toEqual(["cheap", "dear"]);
		expect(set.outputLimit).toBeUndefined();
	});

	it("from the account and key that call", async () => {
		expect((await aside(1_000_000_000n)).hold.spender).toEqual({ accountId: "acct_1", keyId: "key_1" });
	});

	it("with the end user and tags it names, where one of them has a budget", async () => {
		const budgetedNames = { ...NO_NAMES, has: (_: object, endUser: string) => endUser === "ann" };
		const held = async (endUser: string) => {
			const generation = aGeneration({ endUser, tags: ["batch"] });
			return (await setAside({ allowances: new Purse(1_000_000_000n), budgetedNames }, generation, [cheap])).hold
				.spender;
		};
		const payer = { accountId: "acct_1", keyId: "key_1" };
		const call = { generationId: aGeneration().uuid, organisationId: "org_1", endUser: "ann", tags: ["batch"] };
		expect(await held("ann")).toEqual({ ...payer, call });
		expect(await held("bob")).toEqual(payer);
	});

	it("without the endpoints that cannot be afforded", async () => {
		const set = await aside(amountFor(20_000) - 1n);
		expect(providers(set)).toEqual(["cheap"]);
		expect(set.hold.amount).toBe(amountFor(10_000));
		expect(set.outputLimit).toBeUndefined();
	});

	it("for a bounded answer at the cheapest endpoint, where the caller left the bound to us", async () => {
		const set = await aside(amountFor(2_000));
		expect(providers(set)).toEqual(["cheap"]);
		expect(set).toMatchObject({ outputLimit: 2_000, hold: { amount: amountFor(2_000) } });
	});

	it("never beyond the funds, and never less than any endpoint left may cost, whatever the funds", async () => {
		for (let funds = 0n; funds < amountFor(25_000); funds += 3_333_333n) {
			const set = await aside(funds).catch((error: TurnpikeError) => error);
			if (set instanceof TurnpikeError) {
				expect(set.status).toBe(402);
				expect(funds).toBeLessThan(amountFor(1_024));
			} else {
				expect(set.hold.amount).toBeLessThanOrEqual(funds);
				for (const need of set.needs) expect(need.amount).toBeLessThanOrEqual(set.hold.amount);
			}
		}
	});
});

describe("an answer bounded to the funds", () => {
	it("has at least 1,024 tokens, or is not begun", async () => {
		expect(await aside(amountFor(1_024))).toMatchObject({ outputLimit: 1_024 });
		const refusal = await refusalOf(aside(amountFor(1_023)));
		expect(refusal).toMatchObject({ status: 402, code: "insufficient_credits" });
		expect(refusal.metadata).toMatchObject({ affordable_max_tokens: 1_023 });
	});

	it("has that many in each of its choices", async () => {
		expect(await aside(amountFor(3_001), { choices: 2 })).toMatchObject({ outputLimit: 3_000 });
		expect(await refusalOf(aside(amountFor(2_047), { choices: 2 }))).toMatchObject({ status: 402 });
	});

	it("is refused rather than bounded again where others take the funds meanwhile", async () => {
		const purse = new Purse(0n);
		let left = amountFor(3_000);
		purse.refuse = () => {
			left -= NANO_PER_OUTPUT_TOKEN;
			return { refused: { reason: "insufficient_credits", availableNanoUsd: nanoUsd(left) } };
		};
		expect(await refusalOf(aside(0n, {}, [cheap, dear], purse))).toMatchObject({ status: 402 });
		expect(purse.asked.length).toBeLessThan(6);
	});
});

describe("a caller's own max_tokens", () => {
	it("is never lessened: the call is refused, with what would fit", async () => {
		const refusal = await refusalOf(aside(amountFor(2_000), { maxOutputTokens: 5_000 }));
		expect(refusal).toMatchObject({ status: 402, code: "insufficient_credits" });
		expect(refusal.metadata).toMatchObject({ affordable_max_tokens: 2_000, needed: "0.050100000" });
		expect(refusal.message).toContain("set max_tokens to at most 2000");
	});

	it("fits exactly where the refusal said it would", async () => {
		const set = await aside(amountFor(2_000), { maxOutputTokens: 2_000 });
		expect(set).toMatchObject({ outputLimit: undefined, hold: { amount: amountFor(2_000) } });
	});
});

describe("a caller's ceiling on the cost", () => {
	const maxCostNanoUsd = nanoUsd(amountFor(10_000));

	it("drops the endpoints that may cost more, without asking for them", async () => {
		const purse = new Purse(1_000_000_000n);
		expect(providers(await aside(0n, { maxCostNanoUsd }, [dear, cheap], purse))).toEqual(["cheap"]);
		expect(purse.asked).toEqual([amountFor(10_000)]);
	});

	it("bounds an answer that has no bound of its own", async () => {
		const set = await aside(1_000_000_000n, { maxCostNanoUsd: nanoUsd(amountFor(1_500)) });
		expect(set).toMatchObject({ outputLimit: 1_500, hold: { amount: amountFor(1_500) } });
	});

	it("refuses what may cost more, and holds nothing", async () => {
		const purse = new Purse(1_000_000_000n);
		const call = { maxOutputTokens: 5_000, maxCostNanoUsd: nanoUsd(amountFor(100)) };
		const refusal = await refusalOf(aside(0n, call, [cheap, dear], purse));
		expect(refusal).toMatchObject({ status: 402, code: "max_cost_exceeded" });
		expect(refusal.metadata).toMatchObject({ affordable_max_tokens: 100 });
		expect(purse.asked).toEqual([]);
	});

	it("still holds where the funds are less than it", async () => {
		const set = await aside(amountFor(2_000), { maxCostNanoUsd });
		expect(set).toMatchObject({ outputLimit: 2_000 });
	});
});

describe("a budget that is nearly spent", () => {
	it("bounds the answer as an account that is nearly empty does", async () => {
		const purse = new Purse(1_000_000_000n);
		const room = amountFor(2_000);
		const hold = purse.hold.bind(purse);
		purse.hold = (spender, amount) => {
			if (amount <= room) return hold(spender, amount);
			const budget = {
				scope: "key",
				limitNanoUsd: nanoUsd(room + 5n),
				spentNanoUsd: nanoUsd(5n),
				resetsAt: undefined,
			} as const;
			return { refused: { reason: "budget_exceeded", availableNanoUsd: nanoUsd(purse.available), budget } };
		};
		expect(await aside(0n, {}, [cheap, dear], purse)).toMatchObject({ outputLimit: 2_000, hold: { amount: room } });
	});
});

describe("a refusal no smaller hold could help", () => {
	it.each([
		["account_suspended", 403, "account_suspended"],
		["unavailable", 503, "billing_unavailable"],
	] as const)("is not asked for again: %s", async (reason, status, code) => {
		const purse = new Purse(0n);
		purse.refuse = () => ({ refused: { reason } });
		expect(await refusalOf(aside(0n, {}, [cheap, dear], purse))).toMatchObject({ status, code });
		expect(purse.asked).toHaveLength(1);
	});
});
