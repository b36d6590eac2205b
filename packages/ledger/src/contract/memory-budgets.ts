import type { NanoUsd } from "@turnpike/money";
import type { BudgetScope, ReachedBudget } from "../allowances.ts";
import { larger } from "../larger.ts";
import { assert } from "./assert.ts";

export interface Window {
	readonly budget: Budget;
	readonly startsAt: number;
	readonly endsAt: number | undefined;
	reserved: bigint;
	spent: bigint;
	/** The limit, or what was spent and reserved already when the budget was made or lowered. */
	bound: bigint;
}

interface Budget {
	readonly scope: BudgetScope;
	limit: bigint;
	soft: boolean;
	/** Milliseconds from one reset to the next, undefined for a lifetime budget. */
	readonly resetMs: number | undefined;
	readonly windows: Map<number, Window>;
	ended: boolean;
}

export interface BudgetTerms {
	readonly resetMs?: number | undefined;
	readonly scope?: BudgetScope;
	readonly soft?: boolean;
}

/** The budgets of a `MemoryBook`: at most one for each scope and reset, above the keys that were placed under the scope. */
export class MemoryBudgets {
	/** By scope's id and reset. */
	readonly #budgets = new Map<string, Map<number | undefined, Budget>>();
	readonly #above = new Map<string, readonly string[]>();
	readonly #charges: { keyId: string; at: number; amount: bigint }[] = [];

	/** Puts a key under other scopes than itself. */
	place(keyId: string, scopeIds: readonly string[]): void {
		this.#above.set(keyId, scopeIds);
	}

	/** Makes or changes a budget. @returns its window now, which counts what was charged in it before. */
	set(scopeId: string, limit: bigint, terms: BudgetTerms, at: number): Window {
		const { resetMs, scope = "key", soft = false } = terms;
		const ofScope = this.#budgets.get(scopeId) ?? new Map<number | undefined, Budget>();
		const known = ofScope.get(resetMs);
		const budget: Budget = known ?? { scope, limit, soft, resetMs, windows: new Map(), ended: false };
		const made = budget !== known || budget.ended;
		budget.ended = false;
		budget.limit = limit;
		budget.soft = soft;
		this.#budgets.set(scopeId, ofScope.set(resetMs, budget));
		const window = windowAt(budget, at);
		if (made) window.spent = this.#chargedUnder(scopeId, window.startsAt);
		return window;
	}

	end(scopeId: string, resetMs?: number): void {
		const budget = this.#budgets.get(scopeId)?.get(resetMs);
		if (budget) budget.ended = true;
	}

	/** The windows of every budget above a key at an instant. */
	above(keyId: string, at: number): Window[] {
		const scopes = [keyId, ...(this.#above.get(keyId) ?? [])];
		const budgets = scopes.flatMap((scopeId) => [...(this.#budgets.get(scopeId)?.values() ?? [])]);
		return budgets.filter(({ ended }) => !ended).map((budget) => windowAt(budget, at));
	}

	/** Remembers a charge, for budgets that are made later. */
	charge(keyId: string, at: number, amount: bigint): void {
		this.#charges.push({ keyId, at, amount });
	}

	spentAt(scopeId: string, at: number): bigint {
		const [budget] = this.#budgets.get(scopeId)?.values() ?? [];
		return budget ? windowAt(budget, at).spent : 0n;
	}

	*windows(): Generator<Window> {
		for (const ofScope of this.#budgets.values()) {
			for (const budget of ofScope.values()) yield* budget.windows.values();
		}
	}

	#chargedUnder(scopeId: string, since: number): bigint {
		let charged = 0n;
		for (const { keyId, at, amount } of this.#charges) {
			const under = keyId === scopeId || this.#above.get(keyId)?.includes(scopeId);
			if (under && at >= since) charged += amount;
		}
		return charged;
	}
}

function windowAt(budget: Budget, at: number): Window {
	const { resetMs, windows, limit } = budget;
	const startsAt = resetMs === undefined ? 0 : Math.floor(at / resetMs) * resetMs;
	const endsAt = resetMs === undefined ? undefined : startsAt + resetMs;
	const window = windows.get(startsAt) ?? { budget, startsAt, endsAt, reserved: 0n, spent: 0n, bound: limit };
	windows.set(startsAt, window);
	return window;
}

/** What a window still allows; a soft budget, or one that was ended, allows everything. */
function roomIn({ budget, spent, reserved }: Window): bigint | undefined {
	return budget.soft || budget.ended ? undefined : budget.limit - spent - reserved;
}

/** The window with the least room, which is all there is where no budget limits it. */
export function tightest(
	windows: readonly Window[],
	all: bigint,
): { readonly window: Window | undefined; readonly room: bigint } {
	let tight: { window: Window | undefined; room: bigint } = { window: undefined, room: all };
	for (const window of windows) {
		const room = roomIn(window);
		if (room !== undefined && (tight.window === undefined || room < tight.room)) tight = { window, room };
	}
	return tight;
}

export function reachedBudget({ budget, spent, endsAt }: Window): ReachedBudget {
	const { scope, limit } = budget;
	return { scope, limitNanoUsd: limit as NanoUsd, spentNanoUsd: spent as NanoUsd, resetsAt: endsAt };
}

/** @param left what the allowances under it have left. */
export function assertWindow({ budget, reserved, spent, bound }: Window, left: bigint): void {
	assert(reserved >= 0n, `${reserved} reserved in a window`);
	assert(reserved === left, `${reserved} reserved in a window whose allowances have ${left} left`);
	const kept = budget.soft || budget.ended || reserved + spent <= larger(bound, budget.limit);
	assert(kept, `${budget.scope}: ${reserved} reserved + ${spent} spent of ${budget.limit} (${bound} at its change)`);
}
