import type { NanoUsd } from "@turnpike/money";

/** How one generation ended, as far as the bill is concerned. */
export type GenerationStatus =
	| "completed" // ended normally, delivered whole
	| "aborted" // the caller went away
	| "interrupted" // the upstream died after the first byte
	| "cut" // we ended it: its hold could not be extended, or its cost bound was reached
	| "failed"; // nobody began to answer, though a provider bills for trying

/** Whose word the usage is: the first of these that there is. */
export type Evidence =
	| "provider" // its own count, in its answer or at its stream's end
	| "lookup" // its own count, asked for when it had not been said
	| "counted" // ours, of what passed
	| "checkpoint" // ours, of what had passed when the process was last heard of
	| "none"; // nothing is known, or what is known is not charged

/** One try at one endpoint; the last one that answered is what the customer pays. */
export interface AttemptRecord {
	readonly endpointId: string;
	readonly provider: string;
	readonly outcome: "answered" | "failed";
	/** The upstream's HTTP status, or null where there was none. */
	readonly status: number | null;
	/** The failure's kind, "" for none. */
	readonly failure: string;
	readonly latencyMs: number;
	/** What its provider bills for it though it failed, as decimal nano-USD; absent where that is not known. */
	readonly providerCostNanoUsd?: string;
}

/**
 * The durable record of one generation: all that is needed to debit it, and to recompute the debit later from the usage
 * and the price version in force when it was admitted. Written once; its generation id is its identity.
 */
export interface UsageEvent {
	/** A UUIDv7, the partition key of the usage tables. */
	readonly generationId: string;
	readonly organisationId: string;
	readonly accountId: string;
	readonly projectId: string;
	readonly keyId: string;
	/** The allowance its hold was taken from. */
	readonly allowanceId: string;
	readonly status: GenerationStatus;
	/** Usage was counted by us, because the provider's own never came: `counted` or `checkpoint`. */
	readonly estimated: boolean;
	readonly evidence: Evidence;
	/** The served model's slug, provider and endpoint. */
	readonly model: string;
	readonly provider: string;
	readonly endpointId: string;
	readonly priceVersionId: string;
	/** Disjoint counts by usage class. */
	readonly usage: Readonly<Record<string, number>>;
	/** The most this generation may be charged. */
	readonly holdNanoUsd: NanoUsd;
	/** min(price of the usage rounded down, hold). */
	readonly chargeNanoUsd: NanoUsd;
	/** What providers bill us for it, failed attempts and what was not delivered included; each rounded up. */
	readonly providerCostNanoUsd: NanoUsd;
	readonly format: string;
	readonly streamed: boolean;
	readonly finishReason: string;
	readonly upstreamId: string;
	/** Unix milliseconds when it was admitted: the moment whose prices hold. */
	readonly admittedAt: number;
	readonly ttftMs: number;
	readonly latencyMs: number;
	readonly attempts: readonly AttemptRecord[];
	/** The member the key belongs to, "" for a service's. */
	readonly memberId: string;
	/** The caller's `user` and app title, "" where not sent. */
	readonly endUser: string;
	readonly app: string;
	/** `x-turnpike-tags`: each once. */
	readonly tags: readonly string[];
	/** SHA-256 of the request's body as it was received, but for a byte order mark, in hexadecimal; "" where that is not known. */
	readonly requestSha256: string;
}

/** Whether usage of this evidence is an estimate of ours. */
export function isEstimate(evidence: Evidence): boolean {
	return evidence === "counted" || evidence === "checkpoint";
}

/** Where usage becomes durable. All methods resolve only once the record would survive the loss of this process. */
export interface UsageLog {
	/** Idempotent by generation id. @throws when no log could take it: the answer may not end normally. */
	append(event: UsageEvent): Promise<void>;
	/** The state of a long stream so far; the latest replaces earlier ones, and `append` all of them. */
	checkpoint(event: UsageEvent): Promise<void>;
	/** An append was given up and its caller told so: the generation is to cost nothing, though the record may be there. */
	withdraw(event: UsageEvent): Promise<void>;
}
