import {
	type BudgetName,
	endBudget,
	expirePromotions,
	isRecallAnswered,
	reclaim,
	setBudget,
	withdrawRequested,
} from "@turnpike/db";
import { nanoUsd } from "@turnpike/money";
import { recordOf } from "./ledger-calls.fixture.ts";
import { CENT, type LedgerStage, PATIENCE_MS } from "./ledger-stage.fixture.ts";
import { newId } from "./ledger-world.fixture.ts";

const HOUR_MS = 3_600_000;

/** What happens to an account beside its calls: credit, gifts, postings, budgets, refunds, and processes that die. */
export class LedgerChanges {
	readonly #stage: LedgerStage;

	constructor(stage: LedgerStage) {
		this.#stage = stage;
	}

	/** Budgets of an end user and of a tag, which calls name or do not. */
	async limitCalls(): Promise<void> {
		await this.#budget({ ...this.#name("end_user"), reset: "none" });
		await this.#budget({ ...this.#name("tag"), reset: "daily" });
	}

	async give(): Promise<void> {
		const amount = this.#stage.random.amount(50n * CENT);
		this.#stage.say(`give ${amount}`);
		await this.#stage.world.give(this.#stage.payer().accountId, amount);
		this.#stage.model.given += amount;
	}

	async gift(): Promise<void> {
		const amount = this.#stage.random.amount(20n * CENT);
		this.#stage.say(`a gift of ${amount}`);
		await this.#stage.world.give(this.#stage.payer().accountId, amount, { expiresAt: Date.now() + HOUR_MS });
		this.#stage.model.given += amount;
	}

	/** How much of gifts can be taken back is the book's to say; that all sums agree with it is not. */
	async endGifts(): Promise<void> {
		const taken = async () => {
			const [row] = await this.#stage.world.sql<
				{ taken: bigint }[]
			>`select coalesce(-sum(e.amount_nano_usd), 0)::bigint as taken
				from entry e join ledger_transaction t on t.id = e.transaction_id
				where t.kind = 'expiry' and e.account_id = ${this.#stage.payer().accountId}`;
			return row?.taken ?? 0n;
		};
		const before = await taken();
		await expirePromotions(this.#stage.world.sql, Date.now() + 2 * HOUR_MS, newId);
		const ended = (await taken()) - before;
		this.#stage.say(`gifts end: ${ended}`);
		this.#stage.model.given -= ended;
	}

	async post(): Promise<void> {
		const waiting = this.#stage.ended.splice(0);
		await this.#stage.world.post(this.#stage.payer().accountId);
		this.#stage.posted.push(...waiting);
	}

	async changeBudget(): Promise<void> {
		const scope = this.#stage.random.oneOf(["organisation", "project", "member", "key", "end_user", "tag"] as const);
		const name = this.#name(scope);
		const ofCalls = scope === "end_user" || scope === "tag";
		if (!ofCalls && this.#stage.model.hasBudget(name) && this.#stage.random.below(3) === 0) {
			this.#stage.say(`end the budget of ${scope}`);
			await endBudget(this.#stage.world.sql, name, "test");
			this.#stage.model.endBudget(name);
			return;
		}
		await this.#budget(name);
	}

	/** In force once those who have credit at hand have answered. */
	async #budget(name: BudgetName): Promise<void> {
		const { sql } = this.#stage.world;
		const limit = this.#stage.random.amount(100n * CENT);
		this.#stage.say(`a budget of ${name.scope} ${name.reset}: ${limit}`);
		const terms = { ...name, limitNanoUsd: nanoUsd(limit), soft: false, thresholds: [] };
		const recall = await setBudget(sql, terms, "test");
		this.#stage.model.setBudget(name, limit);
		const until = performance.now() + PATIENCE_MS;
		while (recall !== undefined && !(await isRecallAnswered(sql, name.organisationId, recall))) {
			if (performance.now() > until) throw new Error(`nobody answered the recall for ${name.scope}`);
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
	}

	/** A generation that was posted costs nothing after all. */
	async refund(): Promise<void> {
		const usage = this.#stage.posted.pop();
		if (!usage) return;
		this.#stage.say(`refund ${usage.chargeNanoUsd}`);
		await this.#stage.world.log.withdraw(usage);
		await withdrawRequested(this.#stage.world.sql, newId);
		this.#stage.model.given += usage.chargeNanoUsd;
	}

	/** A process dies; of its streams some have a checkpoint. What it had is back when it is reclaimed. */
	async crash(): Promise<void> {
		const at = this.#stage.holders.findIndex(({ kind }) => kind === "memory");
		const holder = this.#stage.holders[at];
		if (!holder) return;
		this.#stage.say("crash");
		await holder.settled();
		holder.kill();
		const lost = this.#stage.model.open.filter(({ by }) => by === holder);
		this.#stage.model.open = this.#stage.model.open.filter(({ by }) => by !== holder);
		for (const open of lost) {
			if (this.#stage.random.below(2) === 0) continue;
			const charge = this.#stage.random.amount(open.hold.amount);
			await this.#stage.world.log.checkpoint(recordOf(open, charge));
			this.#stage.model.charge(open, charge);
		}
		for (let round = 0; round < 2; round++) {
			await this.post();
			await reclaim(this.#stage.world.sql, holder.instance, []);
		}
		// At another place in the row, so that the next crash is another's.
		this.#stage.holders.splice(at, 1);
		this.#stage.holders.push(this.#stage.world.openMemory());
	}

	#name(scope: BudgetName["scope"]): BudgetName {
		const payer = this.#stage.random.oneOf(this.#stage.payers);
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
}
