import { mayResend } from "@turnpike/payments";
import type { Process } from "../engine/process.ts";
import type { Purchase } from "../stores/purchases.ts";
import type { World } from "../world/world.ts";

const MOST_LOOKS = 10;

/** What a worker does about payments, one await at a time: `apps/billing`'s `payments`, on this world's stores. */
export class PaymentsLoops {
	readonly #world: World;
	readonly #process: Process;

	constructor(world: World, process: Process) {
		this.#world = world;
		this.#process = process;
	}

	/** Applies the inbox: each event says which purchase to look at, and no more. */
	async applyEvents(): Promise<void> {
		const { purchases } = this.#world.database;
		const waiting = await this.#book("claim events", () => [...purchases.inbox].filter(([, { applied }]) => !applied));
		for (const [, event] of waiting) {
			await this.#look(event.purchaseId);
			await this.#book("event applied", () => {
				event.applied = true;
			});
		}
	}

	/** Finds what no webhook told of. */
	async readEvents(): Promise<void> {
		const { stripe, database } = this.#world;
		const events = await this.#stripe("list events", () => [...stripe.events]);
		await this.#book("keep events", () => {
			for (const [at, purchaseId] of events.entries()) database.purchases.receive(`evt_${at}`, purchaseId);
		});
	}

	async topUp(): Promise<void> {
		const { database, toppedUp, newId } = this.#world;
		const { purchases } = database;
		await this.#book("due top-ups", () => {
			for (const accountId of toppedUp) purchases.startDueTopUp(`pur_${newId()}`, accountId);
		});
		const open = await this.#book("open top-ups", () =>
			[...purchases.rows.values()].filter(({ kind, state }) => kind === "auto_topup" && state === "open"),
		);
		for (const purchase of open) await this.#advance({ ...purchase });
	}

	/** What was sent once is looked for before it is sent again under the same key. */
	async #advance({ id, sentAt, price }: Purchase): Promise<void> {
		const { stripe, database, parts, newId } = this.#world;
		if (sentAt !== undefined) {
			const found = await this.#stripe("find payment", () => stripe.factsOf(id).paymentId);
			if (found !== undefined) return this.#look(id);
			if (!mayResend(sentAt, this.#process.now())) return;
		}
		await this.#book("mark sent", () => database.purchases.markSent(id, this.#process.now()));
		await this.#stripe("charge", () => stripe.charge(parts.chargeKey(id, newId), id, price.totalCents));
		await this.#look(id);
	}

	async #look(id: string): Promise<void> {
		const { stripe, database } = this.#world;
		for (let look = 0; look < MOST_LOOKS; look++) {
			const version = await this.#book("read purchase", () => database.purchases.rows.get(id)?.version ?? 0);
			const facts = await this.#stripe("read payment", () => stripe.factsOf(id));
			if (await this.#book("settle purchase", () => database.purchases.settle(id, version, facts))) return;
		}
	}

	#book<T>(what: string, work: () => T): Promise<T> {
		return this.#world.network.ask(this.#process, this.#world.database, what, work);
	}

	#stripe<T>(what: string, work: () => T): Promise<T> {
		return this.#world.network.ask(this.#process, this.#world.stripe, what, work);
	}
}
