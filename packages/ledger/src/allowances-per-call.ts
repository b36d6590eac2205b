import type { NanoUsd } from "@turnpike/money";
import type { Allowances, Hold, HoldOutcome, Spender } from "./allowances.ts";
import type { CallBudgets } from "./call-budgets.ts";

export interface PerCallOptions {
	readonly allowances: Allowances;
	readonly budgets: CallBudgets;
	/** Sees to work that outlives the call; what it fails with was told already. */
	readonly later: (work: Promise<void>) => void;
	readonly onTrouble: (what: string, error: unknown) => void;
}

/**
 * Allowances that also keep the budgets of end users and tags. A call that names none that has one goes through as it is,
 * at no cost; one that does pays a question to the book for its hold, and for each time it grows.
 */
export class AllowancesPerCall implements Allowances {
	readonly #options: PerCallOptions;
	/** The generations of holds that are set aside under such budgets. */
	readonly #generations = new WeakMap<Hold, string>();

	constructor(options: PerCallOptions) {
		this.#options = options;
	}

	hold(spender: Spender, amount: NanoUsd): HoldOutcome | Promise<HoldOutcome> {
		return spender.call ? this.#holdNamed(spender, amount) : this.#options.allowances.hold(spender, amount);
	}

	extend(hold: Hold, by: NanoUsd): boolean | Promise<boolean> {
		const generationId = this.#generations.get(hold);
		if (generationId === undefined) return this.#options.allowances.extend(hold, by);
		return this.#extendNamed(hold, generationId, by);
	}

	settle(hold: Hold, charge: NanoUsd): void | Promise<void> {
		const generationId = this.#generations.get(hold);
		const settled = this.#options.allowances.settle(hold, charge);
		// The answer waits for nothing: posting ends what is set aside, this only makes it less until then.
		if (generationId !== undefined) this.#later("settling a call", this.#options.budgets.settle(generationId, charge));
		return settled;
	}

	release(hold: Hold): void | Promise<void> {
		const generationId = this.#generations.get(hold);
		const released = this.#options.allowances.release(hold);
		if (generationId !== undefined) this.#later("releasing a call", this.#options.budgets.release(generationId));
		return released;
	}

	close(): Promise<void> {
		return this.#options.allowances.close();
	}

	async #holdNamed(spender: Spender, amount: NanoUsd): Promise<HoldOutcome> {
		const { allowances, budgets, onTrouble } = this.#options;
		const { call, ...payer } = spender;
		const outcome = await allowances.hold(payer, amount);
		if (!call || "refused" in outcome) return outcome;
		const { held } = outcome;
		try {
			const answer = await budgets.hold(call, held.allowanceId, amount);
			if ("held" in answer) {
				this.#generations.set(held, call.generationId);
				return outcome;
			}
			await allowances.release(held);
			const { refused: budget, availableNanoUsd } = answer;
			return { refused: { reason: "budget_exceeded", availableNanoUsd, budget } };
		} catch (error) {
			onTrouble("asking for a call's budgets", error);
			await allowances.release(held);
			// It may have been set aside all the same.
			this.#later("releasing a call", budgets.release(call.generationId));
			return { refused: { reason: "unavailable" } };
		}
	}

	async #extendNamed(hold: Hold, generationId: string, by: NanoUsd): Promise<boolean> {
		const { allowances, budgets, onTrouble } = this.#options;
		const before = hold.amount;
		if (!(await budgets.extend(generationId, (before + by) as NanoUsd))) return false;
		if (await allowances.extend(hold, by)) return true;
		// Before the call may ask again: what it did not get is others' to take.
		await budgets.settle(generationId, before).catch((error: unknown) => onTrouble("taking an extension back", error));
		return false;
	}

	#later(what: string, work: Promise<void>): void {
		this.#options.later(work.catch((error: unknown) => this.#options.onTrouble(what, error)));
	}
}
