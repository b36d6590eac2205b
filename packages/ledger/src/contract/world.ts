import { type NanoUsd, nanoUsd } from "@turnpike/money";
import type { Allowances, Hold, HoldOutcome, HoldRefusal, Spender } from "../allowances.ts";
import { MemoryBook } from "./memory-book.ts";

/** In nano-USD. */
export const CENT = 10_000_000n;
export const DOLLAR = 100n * CENT;

/** A holder whose background work the test drives. */
export interface DrivenAllowances extends Allowances {
	tick(): Promise<void>;
}

/** How the suite drives one adapter: on a clock of the test's own, or on the real one with short times. */
export interface AllowancesHarness {
	/** A fresh UUID. */
	readonly newId: () => string;
	/** Unix milliseconds, as the book and the holders see them. */
	readonly now: () => number;
	/** Lets that clock move on by at least so many milliseconds. */
	readonly advance: (ms: number) => Promise<void>;
	/** A new holder with a store of its own: it shares nothing with others but the book. */
	readonly openHolder: (book: MemoryBook) => DrivenAllowances;
	readonly timings: {
		readonly leaseMs: number;
		readonly stopBeforeEndMs: number;
		readonly idleMs: number;
		/** How far the clock moves between two ticks. */
		readonly tickMs: number;
		/** The length of budget windows in these tests. */
		readonly windowMs: number;
	};
	/** How often the property is tried. */
	readonly runs: number;
}

/** One test's book, holders and clock. */
export interface World {
	readonly book: MemoryBook;
	readonly holder: DrivenAllowances;
	readonly spender: Spender;
	/** Another holder on the same book. */
	readonly another: () => DrivenAllowances;
	/** Time passes while every holder ticks. */
	readonly pass: (ms: number) => Promise<void>;
	/** Every holder ticks until the promise is settled. */
	readonly during: <T>(work: Promise<T> | T) => Promise<T>;
}

export function openWorld({ newId, now, advance, openHolder, timings }: AllowancesHarness, deposit: bigint): World {
	const book = new MemoryBook({ now, leaseMs: timings.leaseMs });
	const holders: DrivenAllowances[] = [];
	const another = () => {
		const holder = openHolder(book);
		holders.push(holder);
		return holder;
	};
	const spender = { accountId: `acc_${newId()}`, keyId: `key_${newId()}` };
	book.deposit(spender.accountId, deposit);
	const tickAll = () => Promise.all(holders.map((holder) => holder.tick()));

	const pass = async (ms: number) => {
		const until = now() + ms;
		while (now() < until) {
			await advance(Math.min(until - now(), timings.tickMs));
			await tickAll();
		}
	};
	const during = async <T>(work: Promise<T> | T) => {
		let settled = false;
		const watched = Promise.resolve(work).finally(() => {
			settled = true;
		});
		watched.catch(() => {});
		while (!settled) {
			await tickAll();
			await advance(1);
		}
		return watched;
	};
	return { book, holder: another(), spender, another, pass, during };
}

export function amount(nano: bigint): NanoUsd {
	return nanoUsd(nano);
}

export function heldOf(outcome: HoldOutcome): Hold {
	if ("refused" in outcome) throw new Error(`refused: ${outcome.refused.reason}`);
	return outcome.held;
}

export function refusalOf(outcome: HoldOutcome): HoldRefusal {
	if ("held" in outcome) throw new Error("held, where it should have been refused");
	return outcome.refused;
}
