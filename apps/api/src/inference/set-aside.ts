import type { Hold, HoldRefusal, Spender } from "@turnpike/ledger";
import { type NanoUsd, nanoUsd } from "@turnpike/money";
import type { Attempt } from "@turnpike/routing";
import type { ApiDependencies } from "../dependencies.ts";
import type { Generation } from "./generation.ts";
import { affordableTokens, type Need, needOf } from "./needs.ts";
import { refusalError } from "./refusal-error.ts";

/** An answer shorter than this is not worth beginning when the caller set no bound of its own. */
const LEAST_WORTHWHILE_TOKENS = 1_024;

/** Money held for a generation, and the endpoints it covers. */
export interface SetAside {
	readonly hold: Hold;
	/** In the plan's order; each costs at most the hold. */
	readonly needs: readonly Need[];
	/** The output bound to send upstream, where it is what can be afforded rather than what was asked. */
	readonly outputLimit: number | undefined;
}

/**
 * Holds the most the call can cost at the dearest endpoint left in the plan; endpoints that cannot be afforded are
 * dropped first. A call that set no bound of its own is bounded to what its funds allow, if that is worth it.
 *
 * @throws TurnpikeError 402, 403 or 503 as the refusal says.
 */
export async function setAside(
	deps: Pick<ApiDependencies, "allowances" | "budgetedNames">,
	generation: Generation,
	attempts: readonly Attempt[],
): Promise<SetAside> {
	const { call } = generation;
	const spender = spenderOf(deps, generation);
	const all = attempts.map((attempt) => needOf(call, attempt));
	const ceiling = call.maxCostNanoUsd;
	let needs = ceiling === undefined ? all : all.filter((need) => need.amount <= ceiling);
	let outputLimit: number | undefined;
	let refusal: HoldRefusal | "max_cost" = "max_cost";
	for (let funds = ceiling; ; ) {
		const dearest = dearestOf(needs);
		if (dearest) {
			const outcome = deps.allowances.hold(spender, dearest.amount);
			const settled = outcome instanceof Promise ? await outcome : outcome;
			if ("held" in settled) return { hold: settled.held, needs, outputLimit };
			refusal = settled.refused;
			const left = fundsOf(refusal, ceiling);
			if (left === undefined || (funds !== undefined && left >= funds && outputLimit !== undefined)) break;
			funds = left;
			const cheaper = needs.filter((need) => need.amount <= left && need.amount < dearest.amount);
			if (cheaper.length > 0) {
				needs = cheaper;
				continue;
			}
		}
		const bounded = funds === undefined || outputLimit !== undefined ? undefined : boundOutput(generation, all, funds);
		if (!bounded) break;
		needs = [bounded];
		outputLimit = bounded.outputTokens;
	}
	throw refusalError(refusal, call, all);
}

function spenderOf(deps: Pick<ApiDependencies, "budgetedNames">, generation: Generation): Spender {
	const { key, endUser, tags, uuid } = generation;
	const { accountId, organisationId, id: keyId } = key;
	if (!deps.budgetedNames.has(key, endUser, tags)) return { accountId, keyId };
	return { accountId, keyId, call: { generationId: uuid, organisationId, endUser, tags } };
}

function dearestOf(needs: readonly Need[]): Need | undefined {
	let dearest = needs[0];
	for (const need of needs) if (dearest && need.amount > dearest.amount) dearest = need;
	return dearest;
}

/** What a smaller hold could still be taken from; undefined where no smaller one would do. */
function fundsOf(refusal: HoldRefusal, ceiling: NanoUsd | undefined): NanoUsd | undefined {
	if (refusal.reason !== "insufficient_credits" && refusal.reason !== "budget_exceeded") return undefined;
	let funds: bigint = refusal.availableNanoUsd;
	if (refusal.reason === "budget_exceeded") {
		const room = refusal.budget.limitNanoUsd - refusal.budget.spentNanoUsd;
		if (room < funds) funds = room;
	}
	return nanoUsd(ceiling !== undefined && ceiling < funds ? ceiling : funds);
}

/** The cheapest endpoint with its output bounded to what can be afforded, if the caller left the bound to us. */
function boundOutput(generation: Generation, all: readonly Need[], funds: NanoUsd): Need | undefined {
	const { call } = generation;
	if (call.maxOutputTokens !== undefined || call.format === "embeddings") return undefined;
	let best: Need | undefined;
	let most = 0;
	for (const need of all) {
		const tokens = Math.min(affordableTokens(need, funds), need.outputTokens);
		if (tokens > most) [best, most] = [need, tokens];
	}
	// With several choices the bound is for each of them.
	const perChoice = Math.floor(most / call.choices);
	if (!best || perChoice < LEAST_WORTHWHILE_TOKENS) return undefined;
	return needOf(call, best.attempt, perChoice * call.choices);
}
