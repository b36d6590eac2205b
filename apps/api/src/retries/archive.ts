import type { CallName, Claim, ClaimRequest, KeptAnswers, KnownCall } from "@turnpike/replays";
import type { Vault } from "@turnpike/vault";
import { openAnswer, sealAnswer } from "./seal-answer.ts";
import type { WholeAnswer } from "./whole-answer.ts";

const LEASE_MS = 20_000;
const RENEWAL_MS = 5_000;
/** A store that does not answer for so long does not answer. */
const PATIENCE_MS = 5_000;
/** Between tries to keep an answer, in milliseconds: meanwhile its claim is renewed. */
const PAUSES_MS = [250, 1_000, 4_000, 15_000] as const;

export type KnownAnswer =
	| Exclude<KnownCall, { readonly kind: "answered" }>
	| { readonly kind: "answered"; readonly answer: WholeAnswer };

export interface ArchiveOptions {
	readonly store: KeptAnswers;
	readonly vault: Pick<Vault, "seal" | "open">;
	readonly onTrouble: (what: string, error: unknown) => void;
}

/** The calls this process has claimed, and the answers kept for retries wherever they come: sealed, and found by all. */
export class Archive {
	readonly #options: ArchiveOptions;
	readonly #claims = new Set<Claim>();
	#renewing: ReturnType<typeof setInterval> | undefined;

	constructor(options: ArchiveOptions) {
		this.#options = options;
	}

	/**
	 * Claims a call, or says what is known of it. What is claimed is held until it is kept or released.
	 *
	 * @throws when the store does not answer.
	 */
	async claim(request: Omit<ClaimRequest, "leaseMs">): Promise<{ readonly kind: "ours" } | KnownAnswer> {
		const known = await within(this.#options.store.claim({ ...request, leaseMs: LEASE_MS }), PATIENCE_MS);
		if (known.kind !== "ours") return this.#opened(request, known);
		const { keyId, name, generationId } = request;
		this.#hold({ keyId, name, generationId });
		return known;
	}

	/** What is known of a call; undefined where nobody has it. @throws when the store does not answer. */
	async find(call: CallName, fingerprint: string): Promise<KnownAnswer | undefined> {
		const known = await within(this.#options.store.find(call, fingerprint), PATIENCE_MS);
		return known && this.#opened(call, known);
	}

	/**
	 * Keeps the answer to a claimed call. Tried for a while where the store is away; never rejects.
	 *
	 * @param answer undefined: it is too large.
	 */
	async keep(claim: Claim, answer: WholeAnswer | undefined, keptMs: number): Promise<void> {
		const { store, vault } = this.#options;
		try {
			const sealed = answer && (await sealAnswer(vault, claim, answer));
			await this.#insist("keeping an answer", () => store.keep(claim, sealed, keptMs));
		} finally {
			this.#letGo(claim);
		}
	}

	/** Gives a claim up: the call may be answered anew. Never rejects: what cannot be released runs out. */
	async release(claim: Claim): Promise<void> {
		this.#letGo(claim);
		try {
			await within(this.#options.store.release(claim), PATIENCE_MS);
		} catch (error) {
			this.#options.onTrouble("releasing a call", error);
		}
	}

	async #opened({ keyId }: CallName, known: KnownCall): Promise<KnownAnswer> {
		if (known.kind !== "answered") return known;
		const { generationId, sealed } = known;
		try {
			return { kind: "answered", answer: await openAnswer(this.#options.vault, { keyId, generationId }, sealed) };
		} catch (error) {
			this.#options.onTrouble("opening a kept answer", error);
			return { kind: "not_kept", generationId };
		}
	}

	async #insist(what: string, work: () => Promise<unknown>): Promise<void> {
		for (const pause of [...PAUSES_MS, undefined]) {
			try {
				await within(work(), PATIENCE_MS);
				return;
			} catch (error) {
				this.#options.onTrouble(what, error);
				if (pause !== undefined) await sleep(pause);
			}
		}
	}

	#hold(claim: Claim): void {
		this.#claims.add(claim);
		this.#renewing ??= setInterval(() => void this.#renew(), RENEWAL_MS);
	}

	#letGo({ keyId, name, generationId }: Claim): void {
		for (const claim of this.#claims) {
			if (claim.generationId !== generationId || claim.name !== name || claim.keyId !== keyId) continue;
			this.#claims.delete(claim);
		}
		if (this.#claims.size > 0) return;
		clearInterval(this.#renewing);
		this.#renewing = undefined;
	}

	async #renew(): Promise<void> {
		try {
			await within(this.#options.store.renew([...this.#claims], LEASE_MS), PATIENCE_MS);
		} catch (error) {
			this.#options.onTrouble("renewing claimed calls", error);
		}
	}
}

function sleep(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Settles with the work, or rejects when it takes longer. */
function within<T>(work: Promise<T>, ms: number): Promise<T> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error("the store of kept answers did not answer in time")), ms);
		work.then(resolve, reject).finally(() => clearTimeout(timer));
	});
}
