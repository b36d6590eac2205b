import { nanoUsd } from "@turnpike/money";
import type { BudgetScope, NamedCall } from "../allowances.ts";
import type { CallBudgets, CallOutcome } from "../call-budgets.ts";

interface NamedBudget {
	readonly scope: BudgetScope;
	limit: bigint;
	readonly soft: boolean;
	spent: bigint;
	reserved: bigint;
}

interface CallHold {
	readonly budgets: readonly NamedBudget[];
	held: bigint;
}

/** Lifetime budgets of end users and tags, in memory and exact, for tests of what holds under them. */
export class MemoryCallBudgets implements CallBudgets {
	/** False: every call fails before it does anything. */
	reachable = true;
	/** Questions so far. */
	asked = 0;
	readonly #budgets = new Map<string, NamedBudget>();
	readonly #holds = new Map<string, CallHold>();

	setBudget(scope: "end_user" | "tag", name: string, limit: bigint, soft = false): void {
		const known = this.#budgets.get(`${scope} ${name}`);
		if (known) known.limit = limit;
		else this.#budgets.set(`${scope} ${name}`, { scope, limit, soft, spent: 0n, reserved: 0n });
	}

	/** Debits a call, as billing does. */
	post(generationId: string, charge: bigint): void {
		const hold = this.#holds.get(generationId);
		this.#holds.delete(generationId);
		for (const budget of hold?.budgets ?? []) {
			budget.reserved -= hold?.held ?? 0n;
			budget.spent += charge;
		}
	}

	standing(scope: "end_user" | "tag", name: string): { spent: bigint; reserved: bigint } {
		const { spent, reserved } = this.#budgets.get(`${scope} ${name}`) ?? { spent: 0n, reserved: 0n };
		return { spent, reserved };
	}

	async hold({ generationId, endUser, tags }: NamedCall, _allowanceId: string, amount: bigint): Promise<CallOutcome> {
		this.#ask();
		if (this.#holds.has(generationId)) return { held: true };
		const names = [`end_user ${endUser}`, ...tags.map((tag) => `tag ${tag}`)];
		const budgets = names.flatMap((name) => this.#budgets.get(name) ?? []);
		const reached = reachedBy(budgets, amount);
		if (reached) return refusal(reached);
		if (budgets.length > 0) this.#holds.set(generationId, { budgets, held: 0n });
		this.#reserve(generationId, amount);
		return { held: true };
	}

	async extend(generationId: string, amount: bigint): Promise<boolean> {
		this.#ask();
		const hold = this.#holds.get(generationId);
		if (hold && amount > hold.held && reachedBy(hold.budgets, amount - hold.held)) return false;
		if (hold && amount > hold.held) this.#reserve(generationId, amount);
		return true;
	}

	async settle(generationId: string, charge: bigint): Promise<void> {
		this.#ask();
		if (charge < (this.#holds.get(generationId)?.held ?? 0n)) this.#reserve(generationId, charge);
	}

	async release(generationId: string): Promise<void> {
		this.#ask();
		this.#reserve(generationId, 0n);
		this.#holds.delete(generationId);
	}

	#reserve(generationId: string, amount: bigint): void {
		const hold = this.#holds.get(generationId);
		if (!hold) return;
		for (const budget of hold.budgets) budget.reserved += amount - hold.held;
		hold.held = amount;
	}

	#ask(): void {
		this.asked += 1;
		if (!this.reachable) throw new Error("the book cannot be reached");
	}
}

function roomIn({ limit, spent, reserved }: NamedBudget): bigint {
	return limit - spent - reserved;
}

function reachedBy(budgets: readonly NamedBudget[], amount: bigint): NamedBudget | undefined {
	const short = budgets.filter((budget) => !budget.soft && roomIn(budget) < amount);
	return short.reduce<NamedBudget | undefined>(
		(tight, budget) => (tight && roomIn(tight) <= roomIn(budget) ? tight : budget),
		undefined,
	);
}

function refusal(budget: NamedBudget): CallOutcome {
	const room = roomIn(budget);
	return {
		refused: {
			scope: budget.scope,
			limitNanoUsd: nanoUsd(budget.limit),
			spentNanoUsd: nanoUsd(budget.spent),
			resetsAt: undefined,
		},
		availableNanoUsd: nanoUsd(room > 0n ? room : 0n),
	};
}
