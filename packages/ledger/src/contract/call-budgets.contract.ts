import { beforeAll, describe, expect, it } from "vitest";
import type { NamedCall } from "../allowances.ts";
import type { CallBudgets } from "../call-budgets.ts";
import { amount, CENT } from "./world.ts";

/** Budgets of one organisation's end users and tags under test, with the sides of them that calls do not see. */
export interface CallBudgetsUnderTest {
	readonly budgets: CallBudgets;
	/** Makes or changes a lifetime budget. */
	setBudget(scope: "end_user" | "tag", name: string, limit: bigint, soft?: boolean): Promise<void>;
	/** What a call is known by: a new generation of the organisation's. */
	newCall(names: { readonly endUser?: string; readonly tags?: readonly string[] }): NamedCall;
	/** An allowance that calls take their money from. */
	readonly allowanceId: string;
	/** Debits a call whose hold was so large, as billing does. */
	post(call: NamedCall, hold: bigint, charge: bigint): Promise<void>;
	standing(scope: "end_user" | "tag", name: string): Promise<{ spent: bigint; reserved: bigint }>;
}

/** The suite every adapter of `CallBudgets` passes. */
export function callBudgetsContract(name: string, open: () => Promise<CallBudgetsUnderTest>): void {
	describe(`CallBudgets: ${name}`, () => {
		let under: CallBudgetsUnderTest;
		let names = 0;
		beforeAll(async () => {
			under = await open();
		});

		/** A name nobody had before, with a budget of so many cents. */
		async function named(scope: "end_user" | "tag", cents: bigint, soft = false): Promise<string> {
			names += 1;
			await under.setBudget(scope, `name-${names}`, cents * CENT, soft);
			return `name-${names}`;
		}
		const hold = (call: NamedCall, cents: bigint) => under.budgets.hold(call, under.allowanceId, amount(cents * CENT));

		it("set aside what a call may cost until it is posted, and then count what it did", async () => {
			const endUser = await named("end_user", 10n);
			const call = under.newCall({ endUser });
			expect(await hold(call, 6n)).toEqual({ held: true });
			expect(await under.standing("end_user", endUser)).toEqual({ spent: 0n, reserved: 6n * CENT });
			await under.budgets.settle(call.generationId, amount(2n * CENT));
			expect(await under.standing("end_user", endUser)).toEqual({ spent: 0n, reserved: 2n * CENT });
			await under.post(call, 6n * CENT, 2n * CENT);
			expect(await under.standing("end_user", endUser)).toEqual({ spent: 2n * CENT, reserved: 0n });
		});

		it("refuse what has no room, with the one that has the least, and set nothing aside then", async () => {
			const endUser = await named("end_user", 10n);
			const [wide, tight] = [await named("tag", 9n), await named("tag", 4n)];
			const call = under.newCall({ endUser, tags: [wide, tight] });
			const budget = { scope: "tag", limitNanoUsd: 4n * CENT, spentNanoUsd: 0n, resetsAt: undefined };
			expect(await hold(call, 5n)).toEqual({ refused: budget, availableNanoUsd: 4n * CENT });
			expect(await under.standing("end_user", endUser)).toEqual({ spent: 0n, reserved: 0n });
			expect(await hold(call, 4n)).toEqual({ held: true });
			for (const tag of [wide, tight]) expect((await under.standing("tag", tag)).reserved).toBe(4n * CENT);
			expect(await hold(under.newCall({ tags: [tight] }), 1n)).toMatchObject({ availableNanoUsd: 0n });
		});

		it("are harmless when repeated", async () => {
			const endUser = await named("end_user", 10n);
			const call = under.newCall({ endUser });
			for (let n = 0; n < 3; n++) expect(await hold(call, 5n)).toEqual({ held: true });
			for (let n = 0; n < 3; n++) expect(await under.budgets.extend(call.generationId, amount(8n * CENT))).toBe(true);
			expect((await under.standing("end_user", endUser)).reserved).toBe(8n * CENT);
			for (let n = 0; n < 3; n++) await under.budgets.settle(call.generationId, amount(3n * CENT));
			expect((await under.standing("end_user", endUser)).reserved).toBe(3n * CENT);
			await under.budgets.settle(call.generationId, amount(7n * CENT));
			expect((await under.standing("end_user", endUser)).reserved).toBe(3n * CENT);
			for (let n = 0; n < 3; n++) await under.budgets.release(call.generationId);
			expect(await under.standing("end_user", endUser)).toEqual({ spent: 0n, reserved: 0n });
		});

		it("let a call grow as far as there is room", async () => {
			const tag = await named("tag", 10n);
			const call = under.newCall({ tags: [tag] });
			await hold(call, 6n);
			expect(await under.budgets.extend(call.generationId, amount(11n * CENT))).toBe(false);
			expect(await under.budgets.extend(call.generationId, amount(10n * CENT))).toBe(true);
			expect((await under.standing("tag", tag)).reserved).toBe(10n * CENT);
			await under.budgets.release(call.generationId);
		});

		it("know nothing of names without one: such a call may grow and end as it likes", async () => {
			const call = under.newCall({ endUser: "nobody", tags: ["nothing"] });
			expect(await hold(call, 1_000n)).toEqual({ held: true });
			expect(await under.budgets.extend(call.generationId, amount(2_000n * CENT))).toBe(true);
			await under.budgets.settle(call.generationId, amount(0n));
			await under.budgets.release(call.generationId);
		});

		it("that are soft refuse nothing and count all", async () => {
			const endUser = await named("end_user", 1n, true);
			const call = under.newCall({ endUser });
			expect(await hold(call, 5n)).toEqual({ held: true });
			await under.post(call, 5n * CENT, 4n * CENT);
			expect(await under.standing("end_user", endUser)).toEqual({ spent: 4n * CENT, reserved: 0n });
		});

		it("that are lowered refuse at once, and let what was held for end", async () => {
			const endUser = await named("end_user", 10n);
			const call = under.newCall({ endUser });
			await hold(call, 6n);
			await under.setBudget("end_user", endUser, 3n * CENT);
			expect(await hold(under.newCall({ endUser }), 1n)).toMatchObject({ availableNanoUsd: 0n });
			expect(await under.budgets.extend(call.generationId, amount(7n * CENT))).toBe(false);
			await under.post(call, 6n * CENT, 6n * CENT);
			expect(await under.standing("end_user", endUser)).toEqual({ spent: 6n * CENT, reserved: 0n });
		});

		it("never overshoot, however many ask at once, in whatever order they name them", async () => {
			const [one, other] = [await named("tag", 7n), await named("tag", 9n)];
			const endUser = await named("end_user", 8n);
			const calls = Array.from({ length: 40 }, (_, n) =>
				under.newCall({ endUser, tags: n % 2 ? [one, other] : [other, one] }),
			);
			const outcomes = await Promise.all(calls.map((call) => hold(call, 1n)));
			expect(outcomes.filter((outcome) => "held" in outcome)).toHaveLength(7);
			const held = calls.filter((_, n) => "held" in (outcomes[n] ?? {}));
			const ends = held.map((call, n) =>
				n < 3 ? under.budgets.release(call.generationId) : under.post(call, CENT, CENT / 2n),
			);
			await Promise.all(ends);
			const spent = 4n * (CENT / 2n);
			for (const tag of [one, other]) expect(await under.standing("tag", tag)).toEqual({ spent, reserved: 0n });
			expect(await under.standing("end_user", endUser)).toEqual({ spent, reserved: 0n });
		});
	});
}
