import type { UsageEvent } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import type { OpenCall } from "./ledger-model.fixture.ts";
import { CENT, type LedgerStage, PATIENCE_MS } from "./ledger-stage.fixture.ts";
import { type Holder, newId, usageOf } from "./ledger-world.fixture.ts";

/** What calls of a walk do: hold, extend and end, alone with an outcome that is known, or many at once. */
export class LedgerCalls {
	readonly #stage: LedgerStage;

	constructor(stage: LedgerStage) {
		this.#stage = stage;
	}

	/** Served when there is room anywhere, refused when there is not. */
	async holdKnown(): Promise<void> {
		const asked = this.#newCall();
		const room = this.#stage.model.room(asked);
		// Often to the nano-dollar, or one more.
		const amount = this.#stage.random.oneOf([room, room + 1n, this.#stage.random.amount(20n * CENT)]);
		if (amount <= 0n) return;
		const by = this.#stage.random.oneOf(this.#stage.holders);
		this.#stage.say(
			`hold ${amount} of ${room} by ${by.kind} for ${asked.payer.keyId} ${asked.call.endUser} ${asked.call.tags}`,
		);
		const held = await this.#eventually(amount <= room, () => this.#hold(asked, by, amount));
		if (held !== amount <= room)
			throw new Error(`a hold of ${amount} was ${held ? "taken" : "refused"}, room was ${room}`);
	}

	async extendKnown(): Promise<void> {
		const open = this.#pick();
		if (!open) return;
		const room = this.#stage.model.room(open) - open.hold.amount;
		const by = this.#stage.random.oneOf([room, room + 1n, this.#stage.random.amount(20n * CENT)]);
		this.#stage.model.open.push(open);
		if (by <= 0n) return;
		this.#stage.say(`extend by ${by} of ${room} by ${open.by.kind}`);
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

	async holdSome(): Promise<void> {
		await this.#hold(
			this.#newCall(),
			this.#stage.random.oneOf(this.#stage.holders),
			this.#stage.random.amount(20n * CENT),
		);
	}

	/** Out of the list meanwhile: a call does not end while its hold grows. */
	async extendSome(): Promise<void> {
		const open = this.#pick();
		if (!open) return;
		try {
			await open.by.allowances.extend(open.hold, nanoUsd(this.#stage.random.amount(20n * CENT)));
		} finally {
			this.#stage.model.open.push(open);
		}
	}

	async #hold(asked: Pick<OpenCall, "payer" | "call">, by: Holder, amount: bigint): Promise<boolean> {
		const { accountId, keyId } = asked.payer;
		// A call that was refused is another one when it comes again.
		const call = { ...asked.call, generationId: newId() };
		const named = call.endUser !== "" || call.tags.length > 0;
		const outcome = await by.allowances.hold({ accountId, keyId, ...(named && { call }) }, nanoUsd(amount));
		if ("refused" in outcome) return false;
		this.#stage.model.open.push({ payer: asked.payer, call, by, hold: outcome.held });
		return true;
	}

	/** Charged in part, in full or not at all; durable before it ends. */
	async endOne(): Promise<void> {
		const open = this.#pick();
		if (!open) return;
		const charge = this.#stage.random.oneOf([0n, open.hold.amount, this.#stage.random.amount(open.hold.amount)]);
		this.#stage.say(`end with ${charge} of ${open.hold.amount} by ${open.by.kind}`);
		if (charge === 0n) {
			await open.by.allowances.release(open.hold);
			return;
		}
		const usage = recordOf(open, charge);
		this.#stage.model.charge(open, charge);
		await this.#stage.world.log.append(usage);
		this.#stage.ended.push(usage);
		await open.by.allowances.settle(open.hold, nanoUsd(charge));
	}

	#newCall(): Pick<OpenCall, "payer" | "call"> {
		const payer = this.#stage.random.oneOf(this.#stage.payers);
		const endUser = this.#stage.random.oneOf(["", "", "ann"]);
		const tags = this.#stage.random.oneOf([[], [], ["red"]]);
		return { payer, call: { generationId: "", organisationId: payer.organisationId, endUser, tags } };
	}

	#pick(): OpenCall | undefined {
		const { open } = this.#stage.model;
		return open.splice(this.#stage.random.below(open.length || 1), 1)[0];
	}
}

/** The record of a call that has come to a charge. */
export function recordOf({ payer, call, hold }: OpenCall, charge: bigint): UsageEvent {
	const { generationId, endUser, tags } = call;
	return usageOf(
		payer,
		{ generationId, endUser, tags, allowanceId: hold.allowanceId, holdNanoUsd: hold.amount },
		charge,
	);
}
