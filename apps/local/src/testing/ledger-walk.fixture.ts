import {
	type BudgetName,
	endBudget,
	expirePromotions,
	isRecallAnswered,
	readBalance,
	reclaim,
	setBudget,
	withdrawRequested,
} from "@turnpike/db";
import type { UsageEvent } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import { LedgerModel, type OpenCall } from "./ledger-model.fixture.ts";
import { type Holder, type LedgerWorld, newId, type Payer, usageOf } from "./ledger-world.fixture.ts";
import type { Random } from "./random.fixture.ts";

const CENT = 10_000_000n;
const HOUR_MS = 3_600_000;
/** How long a busy machine may take until what is idle elsewhere is back. */
const PATIENCE_MS = 20_000;

type Step = () => Promise<void>;

/** A walk through everything that may happen to credit, held against plain sums after every step. */
export class LedgerWalk {
	readonly #world: LedgerWorld;
	readonly #random: Random;
	readonly #payers: readonly Payer[];
	readonly #holders: Holder[];
	readonly #model = new LedgerModel();
	/** Calls that are posted or will be, by record. */
	readonly #ended: UsageEvent[] = [];
	readonly #posted: UsageEvent[] = [];
	readonly #trail: string[] = [];

	static async begin(world: LedgerWorld, random: Random): Promise<LedgerWalk> {
		const payers = await world.openPayers(3);
		const shared = `{${newId()}}:`;
		const inRedis = [shared, shared, `{${newId()}}:`].flatMap((prefix) => world.openRedis(prefix) ?? []);
		const walk = new LedgerWalk(world, random, payers, [world.openMemory(), world.openMemory(), ...inRedis]);
		await walk.#give();
		await walk.#budget({ ...walk.#name("end_user"), reset: "none" });
		await walk.#budget({ ...walk.#name("tag"), reset: "daily" });
		return walk;
	}

	private constructor(world: LedgerWorld, random: Random, payers: readonly Payer[], holders: Holder[]) {
		this.#world = world;
		this.#random = random;
		this.#payers = payers;
		this.#holders = holders;
	}

	/** What was done, the last at the end. */
	get trail(): string {
		return this.#trail.slice(-40).join("\n");
	}

	/** One thing that is known in advance, or several at once of which only the sums are. */
	async step(): Promise<void> {
		if (this.#random.below(4) === 0) {
			await Promise.all(Array.from({ length: 2 + this.#random.below(8) }, () => this.#together()()));
			await this.#settled();
			await this.#check();
			return;
		}
		await this.#alone()();
		await this.#settled();
	}

	/** When all is over, every nano-dollar is spent or back. */
	async end(): Promise<void> {
		await this.#check();
		for (const open of this.#model.open.splice(0)) await open.by.allowances.release(open.hold);
		await this.#settled();
		for (const holder of this.#holders) await holder.close();
		await this.#world.post(this.#payer().accountId);
		const balance = await this.#check();
		const { posted, reserved, available } = balance;
		const charged = this.#model.charged();
		expectSame("posted", posted, charged);
		expectSame("reserved", reserved, 0n);
		expectSame("available", available, this.#model.given - charged);
		const [windows] = await this.#world.sql<{ reserved: bigint }[]>`select coalesce(sum(reserved_nano_usd), 0)::bigint
			as reserved from budget_window w join budget b on b.id = w.budget_id
			where b.organisation_id = ${this.#payer().organisationId}`;
		expectSame("set aside under budgets", windows?.reserved, 0n);
	}

	/** Stops what still runs. */
	abandon(): void {
		for (const holder of this.#holders) holder.kill();
	}

	#alone(): Step {
		const steps: readonly (readonly [number, Step])[] = [
			[8, () => this.#holdKnown()],
			[5, () => this.#extendKnown()],
			[5, () => this.#endOne()],
			[1, () => this.#give()],
			[1, () => this.#gift()],
			[1, () => this.#endGifts()],
			[2, () => this.#post()],
			[2, () => this.#changeBudget()],
			[1, () => this.#refund()],
			[1, () => this.#crash()],
		];
		return weighted(this.#random, steps);
	}

	#together(): Step {
		const steps: readonly (readonly [number, Step])[] = [
			[8, () => this.#holdSome()],
			[3, () => this.#extendSome()],
			[5, () => this.#endOne()],
			[1, () => this.#give()],
			[2, () => this.#post()],
		];
		return weighted(this.#random, steps);
	}

	/** Served when there is room anywhere, refused when there is not. */
	async #holdKnown(): Promise<void> {
		const asked = this.#newCall();
		const room = this.#model.room(asked);
		// Often to the nano-dollar, or one more.
		const amount = this.#random.oneOf([room, room + 1n, this.#random.amount(20n * CENT)]);
		if (amount <= 0n) return;
		const by = this.#random.oneOf(this.#holders);
		this.#say(
			`hold ${amount} of ${room} by ${by.kind} for ${asked.payer.keyId} ${asked.call.endUser} ${asked.call.tags}`,
		);
		const held = await this.#eventually(amount <= room, () => this.#hold(asked, by, amount));
		if (held !== amount <= room)
			throw new Error(`a hold of ${amount} was ${held ? "taken" : "refused"}, room was ${room}`);
	}

	async #extendKnown(): Promise<void> {
		const open = this.#pick();
		if (!open) return;
		const room = this.#model.room(open) - open.hold.amount;
		const by = this.#random.oneOf([room, room + 1n, this.#random.amount(20n * CENT)]);
		this.#model.open.push(open);
		if (by <= 0n) return;
		this.#say(`extend by ${by} of ${room} by ${open.by.kind}`);
		const grown = await this.#eventually(by <= room, async () => open.by.allowances.extend(open.hold, nanoUsd(by)));
		if (grown !== by <= room)
			throw new Error(`an extension by ${by} was ${grown ? "taken" : "refused"}, room was ${room}`);
	}

	/** Where it should succeed it may take what a recall takes, and the machine may be busy. */
	async #eventually(expected: boolean, attempt: () => Promise<boolean>): Promise<boolean> {
		const until = performance.now() + PATIENCE_MS;
		for (;;) {
			if (await attempt()) return true;
			if (!expected || performance.now() > until) return false;
		}
	}

	async #holdSome(): Promise<void> {
		await this.#hold(this.#newCall(), this.#random.oneOf(this.#holders), this.#random.amount(20n * CENT));
	}

	/** Out of the list meanwhile: a call does not end while its hold grows. */
	async #extendSome(): Promise<void> {
		const open = this.#pick();
		if (!open) return;
		try {
			await open.by.allowances.extend(open.hold, nanoUsd(this.#random.amount(20n * CENT)));
		} finally {
			this.#model.open.push(open);
		}
	}

	async #hold(asked: Pick<OpenCall, "payer" | "call">, by: Holder, amount: bigint): Promise<boolean> {
		const { accountId, keyId } = asked.payer;
		// A call that was refused is another one when it comes again.
		const call = { ...asked.call, generationId: newId() };
		const named = call.endUser !== "" || call.tags.length > 0;
		const outcome = await by.allowances.hold({ accountId, keyId, ...(named && { call }) }, nanoUsd(amount));
		if ("refused" in outcome) return false;
		this.#model.open.push({ payer: asked.payer, call, by, hold: outcome.held });
		return true;
	}

	/** Charged in part, in full or not at all; durable before it ends. */
	async #endOne(): Promise<void> {
		const open = this.#pick();
		if (!open) return;
		const charge = this.#random.oneOf([0n, open.hold.amount, this.#random.amount(open.hold.amount)]);
		this.#say(`end with ${charge} of ${open.hold.amount} by ${open.by.kind}`);
		if (charge === 0n) {
			await open.by.allowances.release(open.hold);
			return;
		}
		const usage = recordOf(open, charge);
		this.#model.charge(open, charge);
		await this.#world.log.append(usage);
		this.#ended.push(usage);
		await open.by.allowances.settle(open.hold, nanoUsd(charge));
	}

	async #give(): Promise<void> {
		const amount = this.#random.amount(50n * CENT);
		this.#say(`give ${amount}`);
		await this.#world.give(this.#payer().accountId, amount);
		this.#model.given += amount;
	}

	async #gift(): Promise<void> {
		const amount = this.#random.amount(20n * CENT);
		this.#say(`a gift of ${amount}`);
		await this.#world.give(this.#payer().accountId, amount, { expiresAt: Date.now() + HOUR_MS });
		this.#model.given += amount;
	}

	/** How much of gifts can be taken back is the book's to say; that all sums agree with it is not. */
	async #endGifts(): Promise<void> {
		const taken = async () => {
			const [row] = await this.#world.sql<
				{ taken: bigint }[]
			>`select coalesce(-sum(e.amount_nano_usd), 0)::bigint as taken
				from entry e join ledger_transaction t on t.id = e.transaction_id
				where t.kind = 'expiry' and e.account_id = ${this.#payer().accountId}`;
			return row?.taken ?? 0n;
		};
		const before = await taken();
		await expirePromotions(this.#world.sql, Date.now() + 2 * HOUR_MS, newId);
		const ended = (await taken()) - before;
		this.#say(`gifts end: ${ended}`);
		this.#model.given -= ended;
	}

	async #post(): Promise<void> {
		const waiting = this.#ended.splice(0);
		await this.#world.post(this.#payer().accountId);
		this.#posted.push(...waiting);
	}

	async #changeBudget(): Promise<void> {
		const scope = this.#random.oneOf(["organisation", "project", "member", "key", "end_user", "tag"] as const);
		const name = this.#name(scope);
		const ofCalls = scope === "end_user" || scope === "tag";
		if (!ofCalls && this.#model.hasBudget(name) && this.#random.below(3) === 0) {
			this.#say(`end the budget of ${scope}`);
			await endBudget(this.#world.sql, name, "test");
			this.#model.endBudget(name);
			return;
		}
		await this.#budget(name);
	}

	/** In force once those who have credit at hand have answered. */
	async #budget(name: BudgetName): Promise<void> {
		const { sql } = this.#world;
		const limit = this.#random.amount(100n * CENT);
		this.#say(`a budget of ${name.scope} ${name.reset}: ${limit}`);
		const terms = { ...name, limitNanoUsd: nanoUsd(limit), soft: false, thresholds: [] };
		const recall = await setBudget(sql, terms, "test");
		this.#model.setBudget(name, limit);
		const until = performance.now() + PATIENCE_MS;
		while (recall !== undefined && !(await isRecallAnswered(sql, name.organisationId, recall))) {
			if (performance.now() > until) throw new Error(`nobody answered the recall for ${name.scope}`);
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
	}

	/** A generation that was posted costs nothing after all. */
	async #refund(): Promise<void> {
		const usage = this.#posted.pop();
		if (!usage) return;
		this.#say(`refund ${usage.chargeNanoUsd}`);
		await this.#world.log.withdraw(usage);
		await withdrawRequested(this.#world.sql, newId);
		this.#model.given += usage.chargeNanoUsd;
	}

	/** A process dies; of its streams some have a checkpoint. What it had is back when it is reclaimed. */
	async #crash(): Promise<void> {
		const at = this.#holders.findIndex(({ kind }) => kind === "memory");
		const holder = this.#holders[at];
		if (!holder) return;
		this.#say("crash");
		await holder.settled();
		holder.kill();
		const lost = this.#model.open.filter(({ by }) => by === holder);
		this.#model.open = this.#model.open.filter(({ by }) => by !== holder);
		for (const open of lost) {
			if (this.#random.below(2) === 0) continue;
			const charge = this.#random.amount(open.hold.amount);
			await this.#world.log.checkpoint(recordOf(open, charge));
			this.#model.charge(open, charge);
		}
		for (let round = 0; round < 2; round++) {
			await this.#post();
			await reclaim(this.#world.sql, holder.instance, []);
		}
		// At another place in the row, so that the next crash is another's.
		this.#holders.splice(at, 1);
		this.#holders.push(this.#world.openMemory());
	}

	#newCall(): Pick<OpenCall, "payer" | "call"> {
		const payer = this.#random.oneOf(this.#payers);
		const endUser = this.#random.oneOf(["", "", "ann"]);
		const tags = this.#random.oneOf([[], [], ["red"]]);
		return { payer, call: { generationId: "", organisationId: payer.organisationId, endUser, tags } };
	}

	#name(scope: BudgetName["scope"]): BudgetName {
		const payer = this.#random.oneOf(this.#payers);
		const { organisationId, projectId, memberId, keyId } = payer;
		switch (scope) {
			case "organisation":
				return { organisationId, scope, scopeId: organisationId, reset: "weekly" };
			case "project":
				return { organisationId, scope, scopeId: projectId, reset: "monthly" };
			case "member":
				return { organisationId, scope, scopeId: memberId, reset: "none" };
			case "key":
				return { organisationId, scope, scopeId: keyId, reset: "daily" };
			case "end_user":
				return { organisationId, scope, scopeId: "ann", reset: "none" };
			case "tag":
				return { organisationId, scope, scopeId: "red", reset: "daily" };
		}
	}

	/** The books are right, what holders promise is set aside, and no budget has more than it allowed. */
	async #check() {
		const mistakes = await this.#world.mistakes();
		if (mistakes.length > 0) throw new Error(`the books are wrong: ${JSON.stringify(mistakes)}`);
		const balance = await readBalance(this.#world.sql, this.#payer().organisationId);
		if (!balance) throw new Error("no balance");
		expectSame("deposited", balance.deposited, this.#model.given);
		const promised = this.#model.held() + this.#model.charged() - balance.posted;
		if (promised > balance.reserved) throw new Error(`${promised} is promised, ${balance.reserved} set aside`);
		const overspent = this.#model.overspent();
		if (overspent.length > 0) throw new Error(`overspent: ${overspent}`);
		return balance;
	}

	async #settled(): Promise<void> {
		for (const holder of this.#holders) await holder.settled();
	}

	#pick(): OpenCall | undefined {
		const { open } = this.#model;
		return open.splice(this.#random.below(open.length || 1), 1)[0];
	}

	#payer(): Payer {
		const [payer] = this.#payers;
		if (!payer) throw new Error("nobody pays");
		return payer;
	}

	#say(what: string): void {
		this.#trail.push(what);
	}
}

function recordOf({ payer, call, hold }: OpenCall, charge: bigint): UsageEvent {
	const { generationId, endUser, tags } = call;
	return usageOf(
		payer,
		{ generationId, endUser, tags, allowanceId: hold.allowanceId, holdNanoUsd: hold.amount },
		charge,
	);
}

function weighted(random: Random, steps: readonly (readonly [number, Step])[]): Step {
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
