import type { BudgetScope, CallBudgets } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import { askingAgain } from "../ask-again.ts";
import type { Database } from "../connect.ts";

interface ReachedRow {
	readonly budget_scope: BudgetScope;
	readonly budget_limit: bigint;
	readonly budget_spent: bigint;
	readonly resets_at: Date | null;
	readonly room: bigint;
}

/** Budgets of end users and tags in Postgres: each method is one statement, repeated where its connection breaks. */
export function makeCallBudgets(sql: Database): CallBudgets {
	const ask = askingAgain(sql);
	return {
		async hold(call, allowanceId, amount) {
			const [reached] = await ask<ReachedRow[]>`select * from hold_call(${call.generationId}, ${allowanceId},
				${call.organisationId}, ${call.endUser === "" ? null : call.endUser}, ${[...call.tags]}::text[], ${amount})`;
			if (!reached) return { held: true };
			const budget = {
				scope: reached.budget_scope,
				limitNanoUsd: nanoUsd(reached.budget_limit),
				spentNanoUsd: nanoUsd(reached.budget_spent),
				resetsAt: reached.resets_at?.getTime(),
			};
			return { refused: budget, availableNanoUsd: nanoUsd(reached.room > 0n ? reached.room : 0n) };
		},
		async extend(generationId, amount) {
			const [row] = await ask<{ extended: boolean }[]>`select extend_call(${generationId}, ${amount}) as extended`;
			return row?.extended === true;
		},
		async settle(generationId, charge) {
			await ask`select settle_call(${generationId}, ${charge})`;
		},
		async release(generationId) {
			await ask`select release_call(${generationId})`;
		},
	};
}
