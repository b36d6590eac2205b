/** One call of one API key, by the name its retries know it by. */
export interface CallName {
	readonly keyId: string;
	readonly name: string;
}

/** A call that somebody is answering: named also by the generation that will be its answer. */
export interface Claim extends CallName {
	/** A UUIDv7. */
	readonly generationId: string;
}

export interface ClaimRequest extends Claim {
	/** Stands for what is asked: a retry has the same. */
	readonly fingerprint: string;
	/** How long the claim holds unless it is renewed: what holds no longer was lost with its process. */
	readonly leaseMs: number;
	/** How long it is known at the most, should its process be lost and nobody retry. */
	readonly keptMs: number;
}

/** What is known of a call that somebody has claimed. */
export type KnownCall =
	| { readonly kind: "running" }
	| { readonly kind: "answered"; readonly generationId: string; readonly sealed: Uint8Array<ArrayBuffer> }
	/** It was answered, but its answer was not kept: it was too large. */
	| { readonly kind: "not_kept"; readonly generationId: string }
	/** The name stands for something else that was asked. */
	| { readonly kind: "other_call" };

/**
 * The calls that must not be answered twice, and the answers that retries get in their place. Every method rejects when
 * the store cannot be reached; repeating one changes nothing.
 */
export interface KeptAnswers {
	/**
	 * Claims a call, or says why it is not to be answered anew. Of many who claim it at once one succeeds. A claim that was
	 * lost with its process is taken over, and what the lost generation used, or will yet be found to have used, is not
	 * charged.
	 */
	claim(request: ClaimRequest): Promise<{ readonly kind: "ours" } | KnownCall>;
	/** The same without claiming; undefined where nobody has it, or has it any more. */
	find(call: CallName, fingerprint: string): Promise<KnownCall | undefined>;
	/** Makes claims hold for so long from now; one that was taken over stays with whoever took it. */
	renew(claims: readonly Claim[], leaseMs: number): Promise<void>;
	/**
	 * Keeps the answer to a claimed call, and gives the claim up.
	 *
	 * @param sealed what only the holder of its key can read; undefined: it is too large.
	 * @returns false when the claim was taken over: nothing is kept.
	 */
	keep(claim: Claim, sealed: Uint8Array | undefined, keptMs: number): Promise<boolean>;
	/** Gives a claim up without an answer: the call may be answered anew. */
	release(claim: Claim): Promise<void>;
}
