import type { UsageEvent } from "@turnpike/ledger";
import { LedgerModel } from "./ledger-model.fixture.ts";
import { type Holder, type LedgerWorld, newId, type Payer } from "./ledger-world.fixture.ts";
import type { Random } from "./random.fixture.ts";

export const CENT = 10_000_000n;
/** How long a busy machine may take until what is idle elsewhere is back. */
export const PATIENCE_MS = 20_000;

/** Where a walk takes place: a book and those who hold credit of it, what should be true of them, and what was done. */
export class LedgerStage {
	readonly world: LedgerWorld;
	readonly random: Random;
	/** Keys of one account. */
	readonly payers: readonly Payer[];
	readonly holders: Holder[];
	readonly model = new LedgerModel();
	/** Records of calls that are to be posted. */
	readonly ended: UsageEvent[] = [];
	readonly posted: UsageEvent[] = [];
	readonly #trail: string[] = [];

	static async open(world: LedgerWorld, random: Random): Promise<LedgerStage> {
		const payers = await world.openPayers(3);
		const shared = `{${newId()}}:`;
		const inRedis = [shared, shared, `{${newId()}}:`].flatMap((prefix) => world.openRedis(prefix) ?? []);
		return new LedgerStage(world, random, payers, [world.openMemory(), world.openMemory(), ...inRedis]);
	}

	private constructor(world: LedgerWorld, random: Random, payers: readonly Payer[], holders: Holder[]) {
		this.world = world;
		this.random = random;
		this.payers = payers;
		this.holders = holders;
	}

	/** Who stands for all of them: they are of one account. */
	payer(): Payer {
		const [payer] = this.payers;
		if (!payer) throw new Error("nobody pays");
		return payer;
	}

	async settled(): Promise<void> {
		for (const holder of this.holders) await holder.settled();
	}

	say(what: string): void {
		this.#trail.push(what);
	}

	/** What was done, the last at the end. */
	get trail(): string {
		return this.#trail.slice(-40).join("\n");
	}
}
