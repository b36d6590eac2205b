import type { NanoUsd } from "@turnpike/money";
import type { HoldRefusal, Spender } from "./allowances.ts";

/** A process (or a Redis epoch) that spends out of allowances, alive as long as it renews its lease. */
export interface HolderIdentity {
	readonly holderId: string;
	/** What kind of store the allowances live in. */
	readonly kind: "memory" | "redis";
	/** Names the place that only one live holder can have (a locked data directory), for an immediate reclaim; or "". */
	readonly instance: string;
}

export interface GrantRequest {
	readonly holderId: string;
	/** The holder's own id for the allowance (UUIDv7); a new one opens it. */
	readonly allowanceId: string;
	readonly spender: Spender;
	/** What the allowance had been granted before, all in all: makes a repeated request harmless. */
	readonly grantedBefore: NanoUsd;
	/** The least that helps: the hold that asks. */
	readonly atLeast: NanoUsd;
	/** What would serve about 30 s; the book gives between the two, less as funds run low. */
	readonly wanted: NanoUsd;
	/** The recall that was asked because of an earlier refusal: who has answered it has no more to return. */
	readonly recall?: bigint;
}

/** A request for idle credit of an account. */
export interface Recall {
	readonly accountId: string;
	/** Grows with every request. */
	readonly number: bigint;
}

export type GrantOutcome =
	| {
			/** What the allowance has been granted now, all in all. */
			readonly grantedNanoUsd: NanoUsd;
			/** Unix milliseconds at which the earliest budget window above it ends, or undefined. */
			readonly expiresAt: number | undefined;
	  }
	| {
			readonly refused: Exclude<HoldRefusal, { reason: "unavailable" }>;
			/** Another holder has credit that it may not need, and has not answered the recall: waiting may help. */
			readonly recallable: boolean;
	  };

/** The side of the book that holders speak to. Every method is one transaction and may be repeated. */
export interface AllowanceBook {
	/** Makes a holder known and starts its lease. @returns the lease's length in milliseconds. */
	register(holder: HolderIdentity): Promise<number>;
	/** @returns false when the holder was reaped: it must forget its allowances and register anew. */
	renew(holderId: string): Promise<boolean>;
	/** @throws when the book cannot be reached. */
	grant(request: GrantRequest): Promise<GrantOutcome>;
	/** Returns part of an open allowance; `returnedInAll` counts from its opening, so a repeat changes nothing. */
	giveBack(allowanceId: string, returnedInAll: NanoUsd): Promise<void>;
	/** Ends an allowance without open holds: everything but `spent` goes back. A repeat changes nothing. */
	closeAllowance(allowanceId: string, spent: NanoUsd): Promise<void>;
	/** Asks all holders to give idle blocks of an account back soon. @returns the request's number. */
	requestRecall(accountId: string): Promise<bigint>;
	/** Recent recalls of accounts that this holder has allowances of, and that it has not answered. */
	pendingRecalls(holderId: string): Promise<readonly Recall[]>;
	/** Says that what was idle here when the recall was read is back. */
	answerRecall(holderId: string, recall: Recall): Promise<void>;
	/** Ends a holder that has closed all its allowances. */
	unregister(holderId: string): Promise<void>;
}
