import type { NanoUsd } from "@turnpike/money";
import type { LimitReset } from "../budgets/window-of.ts";

/** An API key as the hot path knows it, with what it needs of the organisation above it. */
export interface KeyRecord {
	/** `key_…` */
	readonly id: string;
	/** The stored HMAC in hex: the key's public name. */
	readonly hash: string;
	readonly organisationId: string;
	/** The credit account it spends from. */
	readonly accountId: string;
	readonly projectId: string;
	/** The member it belongs to; undefined: a service, nobody in particular. */
	readonly memberId: string | undefined;
	readonly name: string;
	/** `tp_live_ab12…wxyz` */
	readonly label: string;
	/** Unix milliseconds. */
	readonly createdAt: number;
	/** The most it may spend per window of `limitReset`; undefined: no limit of its own. */
	readonly limitNanoUsd: NanoUsd | undefined;
	readonly limitReset: LimitReset;
	/** Unix milliseconds from which it is refused. */
	readonly expiresAt: number | undefined;
	/** Switched off for now by its owner. */
	readonly disabled: boolean;
	/** Unix milliseconds; revocation is for good. */
	readonly revokedAt: number | undefined;
	readonly requestsPerMinute: number | undefined;
	readonly maxConcurrent: number | undefined;
	/** Model slugs, or `author/*`; undefined: all. */
	readonly allowedModels: readonly string[] | undefined;
	/** Provider slugs; undefined: all. */
	readonly allowedProviders: readonly string[] | undefined;
	/** It manages keys and credits, and may not spend. */
	readonly management: boolean;
	/** The organisation is frozen: a dispute, abuse. */
	readonly suspended: boolean;
	/** The organisation had budgets of end users or tags when this was read. */
	readonly namesBudgets: boolean;
}
