import { type DurableUsage, type DurableUsageOptions, makeDurableUsage } from "@turnpike/api/durable-usage";
import {
	type AllowanceBook,
	type Allowances,
	MemoryAllowances,
	type MemoryAllowancesOptions,
	type Posting,
	type PostingInput,
	post,
} from "@turnpike/ledger";
import { bookingsBetween } from "@turnpike/payments";
import { drainUsage, RedisAllowances, type RedisAllowancesOptions } from "@turnpike/redis";

/** Production code that a world is built of. A mutation puts something wrong in its place, to prove that it is found. */
export interface Parts {
	readonly book: (book: AllowanceBook) => AllowanceBook;
	readonly memory: (options: MemoryAllowancesOptions) => Allowances & { tick(): Promise<void> };
	readonly redis: (options: RedisAllowancesOptions) => Allowances & { tick(): Promise<void> };
	readonly durable: (options: DurableUsageOptions) => DurableUsage;
	readonly drain: typeof drainUsage;
	readonly post: (input: PostingInput) => Posting;
	readonly bookings: typeof bookingsBetween;
	/** The idempotency key of a top-up's charge. */
	readonly chargeKey: (purchaseId: string, newId: () => string) => string;
	readonly store: StoreRules;
}

/** What the database's statements see to; here they are a model, and so is what goes wrong with them. */
export interface StoreRules {
	/** Holders that were lost are given up. */
	readonly reaps: boolean;
	/** A generation that has a transaction is not posted again. */
	readonly postsOnce: boolean;
	/** What is posted is rolled up. */
	readonly rollsUp: (posted: bigint) => bigint;
}

export const PRODUCTION: Parts = {
	book: (book) => book,
	memory: (options) => new MemoryAllowances(options),
	redis: (options) => new RedisAllowances(options),
	durable: makeDurableUsage,
	drain: drainUsage,
	post,
	bookings: bookingsBetween,
	chargeKey: (purchaseId) => purchaseId,
	store: { reaps: true, postsOnce: true, rollsUp: (posted) => posted },
};
