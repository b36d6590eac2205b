import { type NanoUsd, nanoUsd } from "@turnpike/money";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Hold } from "./allowances.ts";
import { MemoryBook } from "./contract/index.ts";
import type { MemoryAllowances } from "./memory-allowances.ts";
import { DrivenClock, openHolder } from "./testing/driven-clock.fixture.ts";
import { type Fate, FlakyBook } from "./testing/flaky-book.fixture.ts";

const WINDOW_MS = 20_000;

type Step =
	| { readonly do: "hold"; readonly by: number; readonly key: number; readonly nano: bigint }
	| { readonly do: "extend"; readonly pick: number; readonly nano: bigint }
	| { readonly do: "settle"; readonly pick: number; readonly percent: bigint }
	| { readonly do: "release"; readonly pick: number }
	| { readonly do: "tick"; readonly by: number }
	| { readonly do: "pass"; readonly ms: number }
	| { readonly do: "fate"; readonly by: number; readonly fates: readonly Fate[] }
	| { readonly do: "post" };

const nano = fc.bigInt({ min: 0n, max: 300_000_000n });
const by = fc.nat(1);
const pick = fc.nat(30);
const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 8, arbitrary: fc.record({ do: fc.constant("hold" as const), by, key: fc.nat(2), nano }) },
	{ weight: 3, arbitrary: fc.record({ do: fc.constant("extend" as const), pick, nano }) },
	{
		weight: 4,
		arbitrary: fc.record({ do: fc.constant("settle" as const), pick, percent: fc.bigInt({ min: 0n, max: 100n }) }),
	},
	{ weight: 2, arbitrary: fc.record({ do: fc.constant("release" as const), pick }) },
	{ weight: 3, arbitrary: fc.record({ do: fc.constant("tick" as const), by }) },
	{
		weight: 3,
		arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.constantFrom(100, 3_000, 11_000, 31_000) }),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant("fate" as const),
			by,
			fates: fc.array(fc.constantFrom<Fate>("well", "before", "after"), { minLength: 1, maxLength: 4 }),
		}),
	},
	{ weight: 2, arbitrary: fc.record({ do: fc.constant("post" as const) }) },
);

/**
 * Two holders on one book, with a network that fails before or after each call was carried out, time that passes, budget
 * windows that end and holders that are reaped. The book asserts itself after every change; this adds what holders know.
 */
class Model {
	readonly #clock = new DrivenClock();
	readonly #book = new MemoryBook({ now: this.#clock.now, leaseMs: 30_000 });
	readonly #networks = [new FlakyBook(this.#book), new FlakyBook(this.#book)];
	readonly #holders = this.#networks.map(({ book }) => openHolder(book, this.#clock));
	#open: { hold: Hold; by: MemoryAllowances }[] = [];
	#unposted: { allowanceId: string; charge: bigint }[] = [];
	#charged = 0n;
	readonly #deposited: bigint;

	constructor(deposited: bigint) {
		this.#deposited = deposited;
		this.#book.deposit("acc", deposited);
		this.#book.setBudget("key_1", 400_000_000n, WINDOW_MS);
		this.#book.setBudget("key_2", 900_000_000n);
	}

	/** Everything of one round starts at once; the clock moves until all of it has ended. */
	async round(steps: readonly Step[]): Promise<void> {
		await this.#driven(Promise.all(steps.map((one) => this.#play(one))));
		const held = this.#open.reduce((sum, { hold }) => sum + hold.amount, 0n);
		const waiting = this.#unposted.reduce((sum, { charge }) => sum + charge, 0n);
		expect(held + this.#charged).toBeLessThanOrEqual(this.#deposited);
		// What holders promise is set aside in the book.
		expect(held + waiting).toBeLessThanOrEqual(this.#book.reserved("acc"));
	}

	/** The leases run out, and the book gives up a holder: its calls are long over, what they charged is posted. */
	async reap(pick: number): Promise<void> {
		await this.#clock.advance(31_000);
		for (const { hold, by } of this.#open) by.release(hold);
		this.#open = [];
		this.#post();
		const live = this.#book.liveHolders();
		const holderId = live[pick % (live.length || 1)];
		if (holderId === undefined) return;
		this.#book.reap(holderId);
	}

	/** With a network that works again, every nano-dollar is either spent or back. */
	async finish(): Promise<void> {
		for (const network of this.#networks) network.fates = [];
		for (const { hold, by } of this.#open) by.release(hold);
		for (let n = 0; n < 80; n++) await this.#tickAfter(500);
		await this.#driven(Promise.all(this.#holders.map((holder) => holder.close())));
		this.#post();
		expect(this.#book.reserved("acc")).toBe(0n);
		expect(this.#book.available("acc") + this.#book.charged("acc")).toBe(this.#deposited);
		expect(this.#book.charged("acc")).toBe(this.#charged);
		expect(this.#book.house).toBe(0n);
		expect(this.#book.openAllowances("acc")).toBe(0);
	}

	async #play(one: Step): Promise<void> {
		switch (one.do) {
			case "hold": {
				const by = this.#holder(one.by);
				const outcome = await by.hold({ accountId: "acc", keyId: `key_${one.key}` }, nanoUsd(one.nano));
				if ("held" in outcome) this.#open.push({ hold: outcome.held, by });
				return;
			}
			case "extend": {
				const open = this.#take(one.pick);
				if (!open) return;
				const before = open.hold.amount;
				const grown = await open.by.extend(open.hold, nanoUsd(one.nano));
				expect(open.hold.amount).toBe(grown ? before + one.nano : before);
				this.#open.push(open);
				return;
			}
			case "settle": {
				const open = this.#take(one.pick);
				if (open) this.#settle(open, nanoUsd((open.hold.amount * one.percent) / 100n));
				return;
			}
			case "release": {
				const open = this.#take(one.pick);
				if (open) open.by.release(open.hold);
				return;
			}
			case "tick":
				return this.#holder(one.by).tick();
			case "pass":
				return this.#clock.advance(one.ms);
			case "fate":
				this.#networks[one.by]?.fates.push(...one.fates);
				return;
			case "post":
				return this.#post();
		}
	}

	#settle({ hold, by }: { hold: Hold; by: MemoryAllowances }, charge: NanoUsd): void {
		this.#unposted.push({ allowanceId: hold.allowanceId, charge });
		this.#charged += charge;
		by.settle(hold, charge);
	}

	#post(): void {
		for (const { allowanceId, charge } of this.#unposted) this.#book.post(allowanceId, charge);
		this.#unposted = [];
	}

	#take(pick: number) {
		return this.#open.splice(pick % (this.#open.length || 1), 1)[0];
	}

	#holder(index: number): MemoryAllowances {
		const holder = this.#holders[index];
		if (!holder) throw new Error("no such holder");
		return holder;
	}

	async #tickAfter(ms: number): Promise<void> {
		await this.#clock.advance(ms);
		await this.#driven(Promise.all(this.#holders.map((holder) => holder.tick())));
	}

	async #driven(work: Promise<unknown>): Promise<void> {
		let settled = false;
		const watched = work.finally(() => {
			settled = true;
		});
		watched.catch(() => {});
		for (let n = 0; !settled; n++) {
			if (n > 50_000) throw new Error("a holder never came to rest");
			await this.#clock.advance(1);
		}
		await watched;
	}
}

it("keeps holds within what is set aside, charges within deposits, and leaks nothing, whatever fails when", async () => {
	const rounds = fc.array(
		fc.oneof(
			{ weight: 8, arbitrary: fc.array(step, { minLength: 1, maxLength: 6 }) },
			{ weight: 1, arbitrary: fc.record({ reap: pick }) },
		),
		{ maxLength: 15 },
	);
	await fc.assert(
		fc.asyncProperty(fc.bigInt({ min: 0n, max: 2_000_000_000n }), rounds, async (deposited, plays) => {
			const model = new Model(deposited);
			for (const play of plays) await ("reap" in play ? model.reap(play.reap) : model.round(play));
			await model.finish();
		}),
		{ numRuns: 400 },
	);
}, 120_000);
