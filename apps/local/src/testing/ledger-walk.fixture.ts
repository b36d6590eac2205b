import { readBalance } from "@turnpike/db";
import { LedgerCalls } from "./ledger-calls.fixture.ts";
import { LedgerChanges } from "./ledger-changes.fixture.ts";
import { LedgerStage } from "./ledger-stage.fixture.ts";
import type { LedgerWorld } from "./ledger-world.fixture.ts";
import type { Random } from "./random.fixture.ts";

type Step = () => Promise<void>;
type Steps = readonly (readonly [weight: number, step: Step])[];

/** A walk through everything that may happen to credit, held against plain sums after every step. */
export class LedgerWalk {
	readonly #stage: LedgerStage;
	readonly #alone: Steps;
	readonly #together: Steps;

	static async begin(world: LedgerWorld, random: Random): Promise<LedgerWalk> {
		const stage = await LedgerStage.open(world, random);
		const changes = new LedgerChanges(stage);
		await changes.give();
		await changes.limitCalls();
		return new LedgerWalk(stage, changes);
	}

	private constructor(stage: LedgerStage, changes: LedgerChanges) {
		const calls = new LedgerCalls(stage);
		this.#stage = stage;
		this.#alone = [
			[8, () => calls.holdKnown()],
			[5, () => calls.extendKnown()],
			[5, () => calls.endOne()],
			[1, () => changes.give()],
			[1, () => changes.gift()],
			[1, () => changes.endGifts()],
			[2, () => changes.post()],
			[2, () => changes.changeBudget()],
			[1, () => changes.refund()],
			[1, () => changes.crash()],
		];
		this.#together = [
			[8, () => calls.holdSome()],
			[3, () => calls.extendSome()],
			[5, () => calls.endOne()],
			[1, () => changes.give()],
			[2, () => changes.post()],
		];
	}

	get trail(): string {
		return this.#stage.trail;
	}

	/** One thing that is known in advance, or several at once of which only the sums are. */
	async step(): Promise<void> {
		const { random } = this.#stage;
		const steps =
			random.below(4) > 0
				? [weighted(random, this.#alone)]
				: Array.from({ length: 2 + random.below(8) }, () => weighted(random, this.#together));
		await Promise.all(steps.map((step) => step()));
		await this.#stage.settled();
		await this.#check();
	}

	/** When all is over, every nano-dollar is spent or back. */
	async end(): Promise<void> {
		const { world, model, holders } = this.#stage;
		await this.#check();
		for (const open of model.open.splice(0)) await open.by.allowances.release(open.hold);
		await this.#stage.settled();
		for (const holder of holders) await holder.close();
		const { accountId, organisationId } = this.#stage.payer();
		await world.post(accountId);
		const { posted, reserved, available } = await this.#check();
		const charged = model.charged();
		expectSame("posted", posted, charged);
		expectSame("reserved", reserved, 0n);
		expectSame("available", available, model.given - charged);
		const [windows] = await world.sql<{ reserved: bigint }[]>`select coalesce(sum(reserved_nano_usd), 0)::bigint
			as reserved from budget_window w join budget b on b.id = w.budget_id
			where b.organisation_id = ${organisationId}`;
		expectSame("set aside under budgets", windows?.reserved, 0n);
	}

	/** Stops what still runs. */
	abandon(): void {
		for (const holder of this.#stage.holders) holder.kill();
	}

	/** The books are right, what holders promise is set aside, and no budget has more than it allowed. */
	async #check() {
		const { world, model } = this.#stage;
		const mistakes = await world.mistakes();
		if (mistakes.length > 0) throw new Error(`the books are wrong: ${JSON.stringify(mistakes)}`);
		const balance = await readBalance(world.sql, this.#stage.payer().organisationId);
		if (!balance) throw new Error("no balance");
		expectSame("deposited", balance.deposited, model.given);
		const promised = model.held() + model.charged() - balance.posted;
		if (promised > balance.reserved) throw new Error(`${promised} is promised, ${balance.reserved} set aside`);
		const overspent = model.overspent();
		if (overspent.length > 0) throw new Error(`overspent: ${overspent}`);
		return balance;
	}
}

function weighted(random: Random, steps: Steps): Step {
	let at = random.below(steps.reduce((sum, [weight]) => sum + weight, 0));
	for (const [weight, step] of steps) {
		if (at < weight) return step;
		at -= weight;
	}
	throw new Error("no step");
}

function expectSame(what: string, found: bigint | undefined, expected: bigint): void {
	if (found !== expected) throw new Error(`${what} is ${found}, and should be ${expected}`);
}
