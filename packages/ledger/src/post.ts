import { NANO_PER_USD, type NanoUsd, nanoUsd } from "@turnpike/money";
import {
	type AllowanceState,
	type EntryLine,
	HOUSE,
	type ParkedEvent,
	type PostedGeneration,
	type Posting,
	type PostingInput,
	type UnpostedUsage,
} from "./posting.ts";

/**
 * More than any generation can cost: a million USD. A figure above it is a mistake of the provider's or ours, and no
 * batch of figures below it can pass the 64 bits of an entry.
 */
const LARGEST_NANO_USD = 1_000_000n * NANO_PER_USD;

/**
 * Decides the one balanced transaction that debits a batch of one account's generations. Pure: the store reads the
 * state under the account's lock, and writes what this returns in the same database transaction.
 *
 * A charge is the price of the usage, recomputed here, but never more than its hold; the charges of an allowance are
 * never more than its grant. What is over goes to the house. An event that cannot be right is parked with its reason.
 */
export function post(input: PostingInput): Posting {
	const generations: PostedGeneration[] = [];
	const parked: ParkedEvent[] = [];
	const fromAllowances = new Map<string, bigint>();
	let fromAvailable = 0n;
	for (const event of input.events) {
		const allowance = input.allowances.get(event.allowanceId);
		const price = priceOfEvent(event, allowance, input);
		if (typeof price === "string" || !allowance) {
			parked.push({
				generationId: event.generationId,
				reason: typeof price === "string" ? price : "unknown allowance",
			});
			continue;
		}
		const taken = fromAllowances.get(allowance.allowanceId) ?? 0n;
		const split = splitCharge(event.chargeNanoUsd, allowance, taken, input.available, fromAvailable);
		fromAllowances.set(allowance.allowanceId, taken + split.fromAllowance);
		fromAvailable += split.fromAvailable;
		const overrun = nanoUsd(price - split.fromAllowance - split.fromAvailable);
		generations.push({ event, ...split, overrun });
	}
	return {
		generations,
		parked,
		entries: balancedEntries(input.accountId, generations),
		fromAllowances: fromAllowances as Map<string, NanoUsd>,
		fromAvailable: nanoUsd(fromAvailable),
	};
}

/** The recomputed price of an event that is consistent in itself, or the reason it is not. */
function priceOfEvent(
	event: UnpostedUsage,
	allowance: AllowanceState | undefined,
	input: PostingInput,
): NanoUsd | string {
	if (event.accountId !== input.accountId) return `belongs to account ${event.accountId}`;
	if (!allowance) return `unknown allowance ${event.allowanceId}`;
	if (event.holdNanoUsd < 0n || event.chargeNanoUsd < 0n) return "a negative hold or charge";
	if (event.providerCostNanoUsd < 0n) return "a negative provider cost";
	if (event.providerCostNanoUsd > LARGEST_NANO_USD) return `a provider cost of ${event.providerCostNanoUsd} nano-USD`;
	const recomputed = input.recompute(event);
	if ("reason" in recomputed) return recomputed.reason;
	if (recomputed.priceNanoUsd > LARGEST_NANO_USD) return `a price of ${recomputed.priceNanoUsd} nano-USD`;
	const due = recomputed.priceNanoUsd < event.holdNanoUsd ? recomputed.priceNanoUsd : event.holdNanoUsd;
	if (due !== event.chargeNanoUsd) {
		return `charged ${event.chargeNanoUsd} nano-USD, recomputed ${due} (price ${recomputed.priceNanoUsd}, hold ${event.holdNanoUsd})`;
	}
	return recomputed.priceNanoUsd;
}

/**
 * Out of the allowance as far as its grant goes. Only where the allowance has ended (lost or closed, its remainder is
 * back in `available`) may a late charge take the rest from there, and only if the account and its budgets cover it whole.
 */
function splitCharge(charge: NanoUsd, allowance: AllowanceState, taken: bigint, available: NanoUsd, late: bigint) {
	const room = allowance.granted - allowance.returned - allowance.charged - taken;
	if (room < 0n) throw new Error(`allowance ${allowance.allowanceId} is charged ${-room} nano-USD beyond its grant`);
	const fromAllowance = charge < room ? charge : room;
	const rest = charge - fromAllowance;
	const affordable = available - late >= rest;
	// Late charges of this batch may share a budget: each is held against all of them.
	const withinBudget = allowance.budgetRoom === undefined || allowance.budgetRoom - late >= rest;
	const fromAvailable = allowance.state !== "open" && affordable && withinBudget ? rest : 0n;
	return { fromAllowance: nanoUsd(fromAllowance), fromAvailable: nanoUsd(fromAvailable) };
}

/**
 * Customer to revenue for the full price, the house making up what no hold covered; and what the providers are owed.
 */
function balancedEntries(accountId: string, generations: readonly PostedGeneration[]): EntryLine[] {
	let charged = 0n;
	let overrun = 0n;
	let providerCost = 0n;
	for (const generation of generations) {
		charged += generation.fromAllowance + generation.fromAvailable;
		overrun += generation.overrun;
		providerCost += generation.event.providerCostNanoUsd;
	}
	const lines: EntryLine[] = [
		{ accountId, amount: nanoUsd(-charged) },
		{ accountId: HOUSE.overrun, amount: nanoUsd(-overrun) },
		{ accountId: HOUSE.revenue, amount: nanoUsd(charged + overrun) },
		{ accountId: HOUSE.providerExpense, amount: nanoUsd(-providerCost) },
		{ accountId: HOUSE.providerPayable, amount: nanoUsd(providerCost) },
	];
	return assertBalanced(lines.filter((line) => line.amount !== 0n));
}

/** @throws when the lines of a transaction do not sum to zero: an error of ours, never to be written. */
export function assertBalanced(lines: EntryLine[]): EntryLine[] {
	let total = 0n;
	for (const line of lines) total += line.amount;
	if (total !== 0n) throw new Error(`a transaction must sum to zero, this one sums to ${total} nano-USD`);
	return lines;
}
