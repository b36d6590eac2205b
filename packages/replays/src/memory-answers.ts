import type { CallName, Claim, ClaimRequest, KeptAnswers, KnownCall } from "./kept-answers.ts";

type State =
	| { readonly kind: "running" }
	| { readonly kind: "answered"; readonly sealed: Uint8Array<ArrayBuffer> }
	| { readonly kind: "not_kept" };

interface Entry {
	readonly fingerprint: string;
	readonly generationId: string;
	/** Monotonic milliseconds: of a claim the end of its lease, of an answer the end of its keeping. */
	holdsUntil: number;
	state: State;
}

/** Kept answers in this process's memory: for one process alone, and as long as it lives. */
export class MemoryAnswers implements KeptAnswers {
	readonly #now: () => number;
	readonly #entries = new Map<string, Entry>();
	/** Generations whose claims were lost: what they used is not to be charged. */
	readonly lost: string[] = [];

	/** @param now milliseconds that only go forward. */
	constructor(now: () => number) {
		this.#now = now;
	}

	async claim(request: ClaimRequest): Promise<{ readonly kind: "ours" } | KnownCall> {
		// Nothing is awaited between the look and the claim.
		const known = this.#known(request, request.fingerprint);
		if (known) return known;
		const lost = this.#entries.get(nameOf(request));
		if (lost?.state.kind === "running") this.lost.push(lost.generationId);
		const { fingerprint, generationId, leaseMs } = request;
		const holdsUntil = this.#now() + leaseMs;
		this.#entries.set(nameOf(request), { fingerprint, generationId, holdsUntil, state: { kind: "running" } });
		return { kind: "ours" };
	}

	async find(call: CallName, fingerprint: string): Promise<KnownCall | undefined> {
		return this.#known(call, fingerprint);
	}

	#known(call: CallName, fingerprint: string): KnownCall | undefined {
		const entry = this.#entries.get(nameOf(call));
		if (!entry || entry.holdsUntil <= this.#now()) return undefined;
		if (entry.fingerprint !== fingerprint) return { kind: "other_call" };
		return entry.state.kind === "running" ? entry.state : { ...entry.state, generationId: entry.generationId };
	}

	async renew(claims: readonly Claim[], leaseMs: number): Promise<void> {
		for (const claim of claims) {
			const entry = this.#claimed(claim);
			if (entry) entry.holdsUntil = this.#now() + leaseMs;
		}
	}

	async keep(claim: Claim, sealed: Uint8Array | undefined, keptMs: number): Promise<boolean> {
		const entry = this.#claimed(claim);
		if (!entry) return false;
		entry.state = sealed ? { kind: "answered", sealed: new Uint8Array(sealed) } : { kind: "not_kept" };
		entry.holdsUntil = this.#now() + keptMs;
		return true;
	}

	async release(claim: Claim): Promise<void> {
		if (this.#claimed(claim)) this.#entries.delete(nameOf(claim));
	}

	#claimed(claim: Claim): Entry | undefined {
		const entry = this.#entries.get(nameOf(claim));
		return entry?.generationId === claim.generationId && entry.state.kind === "running" ? entry : undefined;
	}
}

function nameOf({ keyId, name }: CallName): string {
	return `${keyId} ${name}`;
}
