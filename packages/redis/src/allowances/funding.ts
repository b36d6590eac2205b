import type { AllowanceBook, GrantOutcome, HoldRefusal, Spender } from "@turnpike/ledger";
import { type NanoUsd, nanoUsd, ZERO_NANO_USD } from "@turnpike/money";
import type { Attempt, BlockStore, Claim, GrantEnd, Standing } from "./block-store.ts";
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
	readonly claim: Claim;
	readonly attempt: () => Promise<Attempt>;
}

export type Obtained = Extract<Attempt, { kind: "held" | "gone" }> | HoldRefusal;

/** A refusal, and how much was lacking: whoever lacks as much is refused by it too, whoever lacks less is not. */
interface Refused {
	readonly refusal: HoldRefusal;
	readonly deficit: NanoUsd;
	readonly recallable: boolean;
}

/** How a demand was met: taken with the grant (and what that left free), refused, or worth another look. */
type Funded = { readonly held: string; readonly left: bigint } | Refused | undefined;

/** Someone in this process who wants a grant, until it is granted or refused. */
interface Request {
	readonly amount: NanoUsd;
	readonly done: Promise<Funded>;
	/** How many wait for it to be done. */
	followers: number;
}

/** By what they want credit in: a block, or the open one of a pool. */
export type OpenRequests = Map<string, Set<Request>>;

export interface FundingOptions {
	readonly store: BlockStore;
	readonly book: AllowanceBook;
	readonly lease: HolderLease;
	readonly newId: () => string;
	readonly sleep: (ms: number) => Promise<void>;
	readonly monotonic: () => number;
	readonly timings: Timings;
	readonly requests: OpenRequests;
	readonly onTrouble: (what: string, error: unknown) => void;
}

/** How long to wait before looking whether another process' grant has come. */
const LOOK_AGAIN_MS = 5;

/** How long one demand waits: for as long as others are granted what they ask for, its turn still comes. */
class Patience {
	readonly #monotonic: () => number;
	readonly #timings: Timings;
	readonly #endsAt: number;
	#giveUpAt: number;

	constructor(monotonic: () => number, timings: Timings) {
		this.#monotonic = monotonic;
		this.#timings = timings;
		const now = monotonic();
		this.#endsAt = now + timings.longestMs;
		this.#giveUpAt = now + timings.patienceMs;
	}

	/** Credit is on its way. */
	renew(): void {
		this.#giveUpAt = this.#monotonic() + this.#timings.patienceMs;
	}

	over(): boolean {
		const now = this.#monotonic();
		return now >= this.#giveUpAt || now >= this.#endsAt;
	}
}

/** Gets credit into blocks: one grant in flight per block, whoever asks, in whatever process. */
export class Funding {
	readonly #options: FundingOptions;

	constructor(options: FundingOptions) {
		this.#options = options;
	}

	/** Attempts, funds and attempts again, until it is held, refused by the book, or patience is over. */
	async obtain(demand: Demand): Promise<Obtained> {
		const { lease, monotonic, timings } = this.#options;
		const patience = new Patience(monotonic, timings);
		let refused: Refused | undefined;
		while (!patience.over()) {
			const answer = await demand.attempt();
			if (answer.kind === "held" || answer.kind === "gone") return answer;
			if (answer.kind === "lease") {
				// Whoever is at it may be slow: patience says for how long that is waited for.
				await lease.ensure();
				continue;
			}
			if (refused && demand.amount - answer.free >= refused.deficit) return refused.refusal;
			const funded = await this.#fundTogether(demand, patience);
			if (funded && "held" in funded) return { kind: "held", allowanceId: funded.held };
			refused = funded;
		}
		return { reason: "unavailable" };
	}

	/**
	 * Whoever comes while a grant for the same block is under way that wants as much or less waits for it, and looks again
	 * if what it left is enough for all who came before: hundreds who look for what ten can have keep each other from it.
	 * Who needs less does not wait for the recall of others.
	 */
	async #fundTogether(demand: Demand, patience: Patience): Promise<Funded> {
		while (!patience.over()) {
			const request = this.#requestBefore(demand);
			if (!request) return this.#request(demand);
			request.followers += 1;
			const needed = demand.amount * BigInt(request.followers);
			const funded = await this.#follow(demand, request);
			if (!funded) continue;
			if ("refusal" in funded) return funded;
			patience.renew();
			if (needed <= funded.left) return undefined;
		}
		return undefined;
	}

	/**
	 * With a timer of its own: who asked may be gone, where a process lives for one call; nobody waits for that one any more.
	 * What went wrong for who asked is theirs alone.
	 */
	#follow(demand: Demand, request: Request): Promise<Funded> {
		const { sleep, timings } = this.#options;
		const lost = sleep(timings.grantMs).then(() => this.#forget(targetOf(demand), request));
		return Promise.race([request.done.catch(() => undefined), lost]);
	}

	#requestBefore(demand: Demand): Request | undefined {
		const requests = [...(this.#options.requests.get(targetOf(demand)) ?? [])];
		return requests.find((request) => request.amount <= demand.amount);
	}

	async #request(demand: Demand): Promise<Funded> {
		const { requests } = this.#options;
		const target = targetOf(demand);
		const open = requests.get(target) ?? new Set<Request>();
		const request = { amount: demand.amount, done: this.#fund(demand), followers: 0 };
		requests.set(target, open.add(request));
		try {
			return await request.done;
		} finally {
			this.#forget(target, request);
		}
	}

	#forget(target: string, request: Request): undefined {
		const { requests } = this.#options;
		const open = requests.get(target);
		open?.delete(request);
		if (open?.size === 0) requests.delete(target);
	}

	/** Asks for a grant, and again while what is idle, here or elsewhere, may still come back. */
	async #fund(demand: Demand): Promise<Funded> {
		const { book, monotonic, sleep, timings } = this.#options;
		const { accountId } = demand.spender;
		const giveUpAt = monotonic() + timings.recallPatienceMs;
		for (let recall: bigint | undefined; ; ) {
			const funded = await this.#grant(demand, recall);
			if (!funded || "held" in funded) return funded;
			const { reason } = funded.refusal;
			if (reason === "unavailable" || reason === "account_suspended") return funded;
			const patient = monotonic() < giveUpAt;
			if (patient && (await returnFreeCredit(this.#options, accountId))) continue;
			if (!patient || !funded.recallable) return funded;
			recall ??= await book.requestRecall(accountId);
			await sleep(timings.recallRetryMs);
		}
	}

	/** One grant. @returns undefined when it is worth looking again. */
	async #grant(demand: Demand, recall: bigint | undefined): Promise<Funded> {
		const { spender, allowanceId, amount, claim } = demand;
		const { store, newId, sleep, book } = this.#options;
		const token = newId();
		const start = await store.beginGrant(spender, allowanceId, newId(), token);
		if (start.kind === "busy") await sleep(LOOK_AGAIN_MS);
		if (start.kind !== "granting") return undefined;
		const deficit = nanoUsd(amount > start.free ? amount - start.free : 0n);
		// A block just opened must become known to the book, even for a hold of nothing.
		if (deficit === 0n && start.granted > 0n) {
			const word = await store.endGrant(start.allowanceId, token, { kind: "unasked" }, claim);
			return word === "held" ? { held: start.allowanceId, left: start.free - amount } : undefined;
		}
		const outcome = await this.#askBook(spender, start, deficit, recall);
		const word = await store.endGrant(start.allowanceId, token, endOf(outcome), claim);
		if (!outcome || "refused" in outcome) return refusedBy(outcome, start, deficit);
		const left = start.free + outcome.grantedNanoUsd - start.granted - amount;
		if (word === "held") return { held: start.allowanceId, left };
		// It was given up as idle while the book was slow: nothing was ever spent of it, so all of it goes back.
		if (word === "gone" && start.granted === 0n) await book.closeAllowance(start.allowanceId, ZERO_NANO_USD);
		return undefined;
	}

	/** @returns undefined when the book could not be asked. */
	async #askBook(
		spender: Spender,
		start: Standing,
		deficit: NanoUsd,
		recall: bigint | undefined,
	): Promise<GrantOutcome | undefined> {
		const { holderId, allowanceId, granted: grantedBefore } = start;
		const amounts = { grantedBefore, atLeast: deficit, wanted: wantedBlock(start, deficit) };
		const request = { holderId, allowanceId, spender, ...amounts, ...(recall !== undefined && { recall }) };
		try {
			return await this.#options.book.grant(request);
		} catch (error) {
			this.#options.onTrouble("asking for a grant", error);
			return undefined;
		}
	}
}

function targetOf({ spender, allowanceId }: Demand): string {
	return allowanceId || `${spender.accountId} ${spender.keyId}`;
}

function endOf(outcome: GrantOutcome | undefined): GrantEnd {
	if (!outcome) return { kind: "failed" };
	if ("refused" in outcome) return { kind: "refused" };
	return { kind: "granted", granted: outcome.grantedNanoUsd, expiresAt: outcome.expiresAt };
}

/** What a refused grant means for those who wait; `outcome` is undefined when the book could not be asked. */
function refusedBy(
	outcome: Extract<GrantOutcome, { refused: unknown }> | undefined,
	{ free }: Standing,
	deficit: NanoUsd,
): Refused {
	if (!outcome) return { refusal: { reason: "unavailable" }, deficit: ZERO_NANO_USD, recallable: false };
	const { refused, recallable } = outcome;
	if (refused.reason === "account_suspended") return { refusal: refused, deficit: ZERO_NANO_USD, recallable: false };
	// What is free in the block could be held as well: it is part of what is affordable.
	const availableNanoUsd = nanoUsd(refused.availableNanoUsd + free);
	return { refusal: { ...refused, availableNanoUsd }, deficit, recallable };
}
