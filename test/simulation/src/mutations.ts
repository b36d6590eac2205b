import { makeDurableUsage } from "@turnpike/api/durable-usage";
import { type Allowances, type Hold, MemoryAllowances, post } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import { bookingsBetween, NOTHING_MOVED } from "@turnpike/payments";
import { drainUsage, RedisAllowances } from "@turnpike/redis";
import { type Parts, PRODUCTION } from "./world/parts.ts";

/** Something wrong on purpose, and the invariant that must be found broken by it. */
export interface Mutation {
	readonly name: string;
	readonly breaks: string;
	/** The first story to look at, where an earlier one shows the same fault by another invariant; absent: 1. */
	readonly from?: number;
	readonly parts: Partial<Parts>;
}

type Ticking = Allowances & { tick(): Promise<void> };

/** A holder that forgets what a call was charged: its credit can be held again. */
function forgetful(inner: Ticking): Ticking {
	return {
		hold: (spender, amount) => inner.hold(spender, amount),
		extend: (hold, by) => inner.extend(hold, by),
		settle: (hold: Hold) => inner.settle(hold, nanoUsd(0n)),
		release: (hold) => inner.release(hold),
		close: () => inner.close(),
		tick: () => inner.tick(),
	};
}

const { store } = PRODUCTION;

export const MUTATIONS: readonly Mutation[] = [
	{
		name: "a holder in memory forgets its charges",
		breaks: "M1",
		parts: { memory: (options) => forgetful(new MemoryAllowances(options)) },
	},
	{
		name: "a holder in Redis forgets its charges",
		breaks: "M1",
		parts: { redis: (options) => forgetful(new RedisAllowances(options)) },
	},
	{
		name: "a holder does not stop when its lease ends",
		breaks: "M1",
		parts: {
			memory: (options) => new MemoryAllowances({ ...options, clock: { now: options.clock.now, monotonic: () => 0 } }),
		},
	},
	{
		name: "a holder closes as if nothing of it had been spent",
		breaks: "M1",
		parts: { book: (book) => ({ ...book, closeAllowance: (id) => book.closeAllowance(id, nanoUsd(0n)) }) },
	},
	{
		name: "a posting leaves out one of its lines",
		breaks: "M2",
		parts: {
			post: (input) => {
				const posting = post(input);
				return { ...posting, entries: posting.entries.slice(1) };
			},
		},
	},
	{
		name: "the drain says that it is done before it has committed",
		breaks: "M3",
		// In the eighth a record that neither log has is missed as M4.
		from: 9,
		parts: {
			drain: (options, handler, batch) =>
				drainUsage(
					options,
					async (records) => {
						handler(records).catch(() => {});
					},
					batch,
				),
		},
	},
	{
		name: "a generation is posted again and again",
		breaks: "M1",
		parts: { store: { ...store, postsOnce: false } },
	},
	{
		name: "an answer ends before its usage is durable",
		breaks: "M4",
		parts: {
			durable: (options) => {
				const usage = makeDurableUsage(options);
				return {
					...usage,
					append: async (event) => {
						usage.append(event).catch(() => {});
					},
				};
			},
		},
	},
	{
		name: "the house pays a nano-dollar too much",
		breaks: "M5",
		parts: {
			post: (input) =>
				post({
					...input,
					recompute: (event) => {
						const right = input.recompute(event);
						if ("reason" in right || right.priceNanoUsd <= event.holdNanoUsd) return right;
						return { priceNanoUsd: nanoUsd(right.priceNanoUsd + 1n) };
					},
				}),
		},
	},
	{
		name: "nobody gives up the holders that were lost",
		breaks: "M7",
		parts: { store: { ...store, reaps: false } },
	},
	{
		name: "what was booked of a payment before is not looked at",
		breaks: "M8",
		parts: { bookings: (price, _before, after) => bookingsBetween(price, NOTHING_MOVED, after) },
	},
	{
		name: "a top-up that had no answer is sent under another key",
		breaks: "M8",
		parts: { chargeKey: (_purchaseId, newId) => newId() },
	},
	{
		name: "what was given up is not withdrawn",
		breaks: "M9",
		parts: {
			durable: (options) => {
				const withdraw = async () => {};
				const { first, second } = options;
				return makeDurableUsage({
					...options,
					first: { append: (event) => first.append(event), checkpoint: (event) => first.checkpoint(event), withdraw },
					second: second && {
						append: (event) => second.append(event),
						checkpoint: (event) => second.checkpoint(event),
						withdraw,
					},
				});
			},
		},
	},
	{
		name: "the rollup rounds to cents",
		breaks: "M10",
		parts: { store: { ...store, rollsUp: (posted) => posted - (posted % 10_000_000n) } },
	},
	{
		name: "what cannot be read of the second log is thrown away",
		breaks: "M11",
		parts: {
			drain: (options, handler, batch) =>
				drainUsage(options, (records) => handler(records.filter(({ kind }) => kind !== "poison")), batch),
		},
	},
	{
		name: "one wrong event holds up all others",
		breaks: "M11",
		parts: {
			post: (input) => {
				const posting = post(input);
				if (posting.parked.length > 0) throw new Error("an event that cannot be right");
				return posting;
			},
		},
	},
];
