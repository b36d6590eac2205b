import { randomUUID } from "node:crypto";
import type { AllowanceBook } from "../allowance-book.ts";
import type { AllowancesHarness } from "../contract/index.ts";
import { MemoryAllowances } from "../memory-allowances.ts";

/** A clock that moves only when the test says so; sleepers wake in order. */
export class DrivenClock {
	#now = Date.UTC(2027, 0, 1);
	#sleepers: { until: number; wake: () => void }[] = [];

	readonly now = (): number => this.#now;
	readonly monotonic = (): number => this.#now - 1_000_000;
	readonly sleep = (ms: number): Promise<void> =>
		new Promise((wake) => this.#sleepers.push({ until: this.#now + ms, wake }));

	/** Moves on, and lets everything that this wakes run until it waits again. */
	readonly advance = async (ms: number): Promise<void> => {
		this.#now += ms;
		const due = this.#sleepers.filter(({ until }) => until <= this.#now);
		this.#sleepers = this.#sleepers.filter(({ until }) => until > this.#now);
		for (const { wake } of due) wake();
		await turn();
	};
}

/** Lets every promise that can run do so. */
export function turn(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

/** A holder on a driven clock; what it reports as trouble goes to `troubles`. */
export function openHolder(book: AllowanceBook, clock: DrivenClock, troubles: string[] = []): MemoryAllowances {
	return new MemoryAllowances({
		book,
		clock,
		newId: randomUUID,
		instance: "",
		sleep: clock.sleep,
		onTrouble: (what, error) => troubles.push(`${what}: ${error}`),
	});
}

const clock = new DrivenClock();

/** What the contract of `Allowances` needs to drive holders in memory. */
export const HARNESS: AllowancesHarness = {
	newId: randomUUID,
	now: clock.now,
	advance: clock.advance,
	openHolder: (book) => openHolder(book, clock),
	timings: { leaseMs: 30_000, stopBeforeEndMs: 2_000, idleMs: 10_000, tickMs: 200, windowMs: 60_000 },
	runs: 300,
};
