import type { AllowanceBook, GrantOutcome, HoldRefusal, Spender } from "@turnpike/ledger";
import { type NanoUsd, ZERO_NANO_USD } from "@turnpike/money";
import type { Attempt, BlockStore, Standing } from "./block-store.ts";
import type { HolderLease } from "./holder-lease.ts";
import { returnFreeCredit } from "./return-credit.ts";
import type { Timings } from "./timings.ts";
import { wantedBlock } from "./wanted-block.ts";

/** What someone wants to spend, and out of what. */
export interface Demand {
	readonly spender: Spender;
	/** The allowance it must come from (a hold that grows), or "" for the pool's open one. */
	readonly allowanceId: string;
	/** How much must be free. */
	readonly amount: NanoUsd;
	readonly attempt: () => Promise<Attempt>;
}

export type Obtained = Extract<Attempt, { kind: "held" | "gone" }> | HoldRefusal;

/** A refusal, and how much was lacking: whoever lacks as much is refused by it too, whoever lacks less is not. */
interface Refused {
	readonly refusal: HoldRefusal;
	readonly deficit: NanoUsd;
	readonly recallable: boolean;
	readonly allowanceId: string;
}

export interface FundingOptions {
	readonly store: BlockStore;
	readonly book: AllowanceBook;
	readonly lease: HolderLease;
	readonly newId: () => string;
	readonly sleep: (ms: number) => Promise<void>;
	readonly monotonic: () => number;
	readonly timings: Timings;
	readonly onTrouble: (what: string, error: unknown) => void;
}

/** How long to wait before looking whether another process' grant has come. */
const LOOK_AGAIN_MS = 5;

/** Gets credit into blocks: one grant in flight per block, whoever asks, in whatever process. */
export class Funding {
	readonly #options: FundingOptions;
	readonly #inFlight = new Map<string, Promise<Refused | undefined>>();

	constructor(options: FundingOptions) {
		this.#options = options;
	}

	/** Attempts, funds and attempts again, until it is held, refused by the book, or patience is over. */
	async obtain(demand: Demand): Promise<Obtained> {
		const { lease, monotonic, timings } = this.#options;
		const giveUpAt = monotonic() + timings.patienceMs;
		let refused: Refused | undefined;
		while (monotonic() < giveUpAt) {
			const answer = await demand.attempt();
			if (answer.kind === "held" || answer.kind === "gone") return answer;
			if (answer.kind === "lease") {
				if (!(await lease.ensure())) break;
				continue;
			}
			if (refused && demand.amount - answer.free >= refused.deficit) return refused.refusal;
			refused = await this.#fundTogether(demand);
		}
		return { reason: "unavailable" };
	}

	/** Whoever comes while a grant for the same block is under way waits for it, and looks again. */
	#fundTogether(demand: Demand): Promise<Refused | undefined> {
		const { accountId, keyId } = demand.spender;
		const target = demand.allowanceId || `${accountId} ${keyId}`;
		let funding = this.#inFlight.get(target);
		if (!funding) {
			funding = this.#fund(demand).finally(() => this.#inFlight.delete(target));
			this.#inFlight.set(target, funding);
		}
		return funding;
	}

	/** Asks for a grant, and again while idle blocks elsewhere may still come back. */
	async #fund(demand: Demand): Promise<Refused | undefined> {
		const { store, book, monotonic, sleep, timings } = this.#options;
		const { accountId } = demand.spender;
		const giveUpAt = monotonic() + timings.recallPatienceMs;
		for (let asked = false; ; ) {
			const refused = await this.#grant(demand);
			if (!refused || refused.refusal.reason === "unavailable") return refused;
			const patient = monotonic() < giveUpAt;
			if (patient && (await returnFreeCredit(store, book, accountId, refused.allowanceId))) continue;
			if (!patient || !refused.recallable) return refused;
			if (!asked) await book.requestRecall(accountId);
			asked = true;
			await sleep(timings.recallRetryMs);
		}
	}

	/** One grant. @returns undefined when it is worth looking again. */
	async #grant({ spender, allowanceId, amount }: Demand): Promise<Refused | undefined> {
		const { store, newId, sleep } = this.#options;
		const token = newId();
		const start = await store.beginGrant(spender, allowanceId, newId(), token);
		if (start.kind === "busy") await sleep(LOOK_AGAIN_MS);
		if (start.kind !== "granting") return undefined;
		const deficit = (amount > start.free ? amount - start.free : 0n) as NanoUsd;
		// A block just opened must become known to the book, even for a hold of nothing.
		if (deficit === 0n && start.granted > 0n) {
			await store.endGrant(start.allowanceId, token);
			return undefined;
		}
		const outcome = await this.#askBook(spender, start, deficit);
		if (!outcome || "refused" in outcome) {
			await store.endGrant(start.allowanceId, token);
			return refusedBy(outcome, start, deficit);
		}
		const { grantedNanoUsd, expiresAt } = outcome;
		const word = await store.endGrant(start.allowanceId, token, grantedNanoUsd, expiresAt);
		// It was given up as idle while the book was slow: nothing was ever spent of it, so all of it goes back.
		if (word === "gone" && start.granted === 0n) {
			await this.#options.book.closeAllowance(start.allowanceId, ZERO_NANO_USD);
		}
		return undefined;
	}

	async #askBook(spender: Spender, start: Standing, deficit: NanoUsd): Promise<GrantOutcome | undefined> {
		try {
			return await this.#options.book.grant({
				holderId: start.holderId,
				allowanceId: start.allowanceId,
				spender,
				grantedBefore: start.granted,
				atLeast: deficit,
				wanted: wantedBlock(start, deficit),
			});
		} catch (error) {
			this.#options.onTrouble("asking for a grant", error);
			return undefined;
		}
	}
}

/** What a refused grant means for those who wait; `outcome` is undefined when the book could not be asked. */
function refusedBy(
	outcome: Extract<GrantOutcome, { refused: unknown }> | undefined,
	{ allowanceId, free }: Standing,
	deficit: NanoUsd,
): Refused {
	if (!outcome) return { refusal: { reason: "unavailable" }, deficit: ZERO_NANO_USD, recallable: false, allowanceId };
	const { refused, recallable } = outcome;
	if (refused.reason === "account_suspended")
		return { refusal: refused, deficit: ZERO_NANO_USD, recallable: false, allowanceId };
	// What is free in the block could be held as well: it is part of what is affordable.
	const availableNanoUsd = (refused.availableNanoUsd + free) as NanoUsd;
	return { refusal: { ...refused, availableNanoUsd }, deficit, recallable, allowanceId };
}
