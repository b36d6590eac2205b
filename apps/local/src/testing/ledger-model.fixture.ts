import type { BudgetName } from "@turnpike/db";
import type { Hold, NamedCall } from "@turnpike/ledger";
import type { Holder, Payer } from "./ledger-world.fixture.ts";

/** A call that holds credit. */
export interface OpenCall {
	readonly payer: Payer;
	readonly call: NamedCall;
	readonly by: Holder;
	readonly hold: Hold;
}

type Scoped = Pick<OpenCall, "payer" | "call">;

interface Charge extends Scoped {
	readonly amount: bigint;
}

interface Budget extends BudgetName {
	limit: bigint;
	/** The limit, or what was spent and held already when it was set lower. */
	ceiling: bigint;
}

/** What should be true: plain sums over what was given, charged and held. */
export class LedgerModel {
	given = 0n;
	open: OpenCall[] = [];
	readonly #charges: Charge[] = [];
	readonly #budgets = new Map<string, Budget>();

	charge(of: Scoped, amount: bigint): void {
		this.#charges.push({ payer: of.payer, call: of.call, amount });
	}

	setBudget(name: BudgetName, limit: bigint): void {
		const used = this.#used(name);
		this.#budgets.set(keyOf(name), { ...name, limit, ceiling: used > limit ? used : limit });
	}

	endBudget(name: BudgetName): void {
		this.#budgets.delete(keyOf(name));
	}

	hasBudget(name: BudgetName): boolean {
		return this.#budgets.has(keyOf(name));
	}

	charged(): bigint {
		return this.#charges.reduce((sum, { amount }) => sum + amount, 0n);
	}

	held(): bigint {
		return this.open.reduce((sum, { hold }) => sum + hold.amount, 0n);
	}

	/** The most that could be held for a call now, wherever idle credit lies. */
	room(of: Scoped): bigint {
		let room = this.given - this.charged() - this.held();
		for (const budget of this.#budgets.values()) {
			const left = budget.limit - this.#used(budget);
			if (isUnder(of, budget) && left < room) room = left;
		}
		return room;
	}

	/** Budgets of which more is spent and held than they ever allowed. */
	overspent(): string[] {
		return [...this.#budgets.values()].filter((budget) => this.#used(budget) > budget.ceiling).map(keyOf);
	}

	#used(name: BudgetName): bigint {
		const spent = this.#charges.filter((one) => isUnder(one, name)).reduce((sum, { amount }) => sum + amount, 0n);
		const held = this.open.filter((one) => isUnder(one, name)).reduce((sum, { hold }) => sum + hold.amount, 0n);
		return spent + held;
	}
}

function keyOf({ scope, scopeId, reset }: BudgetName): string {
	return `${scope}/${scopeId}/${reset}`;
}

function isUnder({ payer, call }: Scoped, { scope, scopeId }: BudgetName): boolean {
	switch (scope) {
		case "organisation":
			return payer.organisationId === scopeId;
		case "project":
			return payer.projectId === scopeId;
		case "member":
			return payer.memberId === scopeId;
		case "key":
			return payer.keyId === scopeId;
		case "end_user":
			return call.endUser === scopeId;
		case "tag":
			return call.tags.includes(scopeId);
	}
}
