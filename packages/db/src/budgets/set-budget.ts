import type { LimitReset } from "@turnpike/accounts";
import type { BudgetScope } from "@turnpike/ledger";
import type { NanoUsd } from "@turnpike/money";
import { recordAct } from "../accounts/record-act.ts";
import type { Database, Queries } from "../connect.ts";

/** Which budget: an organisation has one for each scope, thing and reset. */
export interface BudgetName {
	readonly organisationId: string;
	readonly scope: BudgetScope;
	/** The id of the key, member, project or organisation; the end user or tag as the caller names it. */
	readonly scopeId: string;
	readonly reset: LimitReset;
}

export interface BudgetTerms extends BudgetName {
	readonly limitNanoUsd: NanoUsd;
	/** It warns and refuses nothing. */
	readonly soft: boolean;
	/** Percentages of the limit that are told when they are crossed, beside 50, 80 and 100. */
	readonly thresholds: readonly number[];
}

/**
 * Makes a budget, or changes it. What follows for credit that is out already is the book's own rule (`budget_changed` in
 * the migrations), whoever writes.
 */
export async function putBudget(tx: Queries, terms: BudgetTerms): Promise<void> {
	await tx`insert into budget (id, organisation_id, scope, scope_id, reset, limit_nano_usd, soft, thresholds)
		values ('bud_' || replace(new_uuid()::text, '-', ''), ${terms.organisationId}, ${terms.scope}, ${terms.scopeId},
			${terms.reset}, ${terms.limitNanoUsd}, ${terms.soft}, ${[...terms.thresholds]}::integer[])
		on conflict (organisation_id, scope, scope_id, reset) do update set limit_nano_usd = excluded.limit_nano_usd,
			soft = excluded.soft, thresholds = excluded.thresholds, ended_at = null`;
}

/**
 * Makes or changes a budget on somebody's behalf.
 *
 * @returns the recall that holders must answer before they can have nothing at hand that the new terms would not allow;
 * undefined where nothing is out.
 */
export async function setBudget(sql: Database, terms: BudgetTerms, actor: string): Promise<bigint | undefined> {
	return sql.begin(async (tx) => {
		const before = await lastRecall(tx, terms.organisationId);
		await putBudget(tx, terms);
		const { scope, reset, soft, thresholds } = terms;
		const detail = { scope, reset, soft, thresholds: thresholds.join(" "), limit_nano_usd: String(terms.limitNanoUsd) };
		const { organisationId, scopeId: target } = terms;
		await recordAct(tx, { organisationId, actor, action: "budget.set", target, detail });
		const after = await lastRecall(tx, terms.organisationId);
		return after === before ? undefined : after;
	});
}

/** Ends a budget: it limits nothing any more. @returns false when there is none. */
export async function endBudget(sql: Database, name: BudgetName, actor: string): Promise<boolean> {
	return sql.begin(async (tx) => {
		if (!(await stopBudget(tx, name))) return false;
		const { organisationId, scope, scopeId: target, reset } = name;
		await recordAct(tx, { organisationId, actor, action: "budget.end", target, detail: { scope, reset } });
		return true;
	});
}

/** As `endBudget`, in a transaction under way, and on nobody's behalf. */
export async function stopBudget(tx: Queries, name: BudgetName): Promise<boolean> {
	const ended = await tx`update budget set ended_at = clock_timestamp() where organisation_id = ${name.organisationId}
		and scope = ${name.scope} and scope_id = ${name.scopeId} and reset = ${name.reset} and ended_at is null`;
	return ended.count > 0;
}

async function lastRecall(tx: Queries, organisationId: string): Promise<bigint | undefined> {
	const [row] = await tx<{ number: bigint }[]>`select r.number from recall r join account a on a.id = r.account_id
		where a.organisation_id = ${organisationId}`;
	return row?.number;
}

/** Whether every holder that has credit of an organisation's account has answered a recall. */
export async function isRecallAnswered(sql: Database, organisationId: string, recall: bigint): Promise<boolean> {
	const [row] = await sql<{ owed: boolean }[]>`select others_may_return(id, '', null, ${recall}) as owed
		from account where organisation_id = ${organisationId}`;
	return row?.owed !== true;
}
