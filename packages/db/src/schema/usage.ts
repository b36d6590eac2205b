import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytes, instant, nanoUsdColumn, wideCount } from "./columns.ts";

/**
 * One row a generation, written before its answer ends; posting names its transaction. Range-partitioned by generation
 * id, which is a UUIDv7, so by time (the partitioning itself stands in the migration).
 */
export const usageEvent = pgTable(
	"usage_event",
	{
		generationId: uuid("generation_id").primaryKey(),
		organisationId: text("organisation_id").notNull(),
		accountId: text("account_id").notNull(),
		projectId: text("project_id").notNull(),
		keyId: text("key_id").notNull(),
		allowanceId: uuid("allowance_id").notNull(),
		status: text("status").notNull(),
		estimated: boolean("estimated").notNull(),
		model: text("model").notNull(),
		provider: text("provider").notNull(),
		endpointId: text("endpoint_id").notNull(),
		priceVersionId: text("price_version_id").notNull(),
		usage: jsonb("usage").notNull(),
		hold: nanoUsdColumn("hold_nano_usd").notNull(),
		charge: nanoUsdColumn("charge_nano_usd").notNull(),
		providerCost: nanoUsdColumn("provider_cost_nano_usd").notNull(),
		format: text("format").notNull(),
		streamed: boolean("streamed").notNull(),
		finishReason: text("finish_reason").notNull(),
		upstreamId: text("upstream_id").notNull(),
		admittedAt: instant("admitted_at").notNull(),
		ttftMs: integer("ttft_ms").notNull(),
		latencyMs: integer("latency_ms").notNull(),
		attempts: jsonb("attempts").notNull(),
		endUser: text("end_user").notNull(),
		app: text("app").notNull(),
		/** null: the key is a service's. */
		memberId: text("member_id"),
		/** null: none were given. */
		tags: text("tags").array(),
		/** Set by posting: the windows of end users' and tags' budgets it counts in; null: none. */
		callWindowIds: bigint("call_window_ids", { mode: "bigint" }).array(),
		/** Whose word the usage is; null in rows of releases that had only `estimated`. */
		evidence: text("evidence"),
		/** SHA-256 of the request's body as it was received, but for a byte order mark; null in rows of releases that did not keep it. */
		requestSha256: bytes("request_sha256"),
		recordedAt: instant("recorded_at").notNull().default(sql`clock_timestamp()`),
		/** Set by posting, together: the transaction that debits it, and what was debited. */
		transactionId: uuid("transaction_id"),
		posted: nanoUsdColumn("posted_nano_usd"),
		/** The part of its price that neither hold nor allowance covered: the house's loss. */
		overrun: nanoUsdColumn("overrun_nano_usd"),
		/** Why it could not be posted; it waits for a person and blocks nothing. */
		parkedReason: text("parked_reason"),
	},
	(table) => [
		index("usage_event_unposted")
			.on(table.accountId, table.generationId)
			.where(sql`${table.transactionId} is null and ${table.parkedReason} is null`),
		index("usage_event_parked").on(table.generationId).where(sql`${table.parkedReason} is not null`),
		// What reports read. An event enters it when it is posted: the hot path's insert pays nothing for it.
		index("usage_event_posted")
			.on(table.organisationId, table.generationId)
			.where(sql`${table.transactionId} is not null`),
	],
);

/** The latest state of a stream still running: what is billed if its process is lost. */
export const usageCheckpoint = pgTable(
	"usage_checkpoint",
	{
		generationId: uuid("generation_id").primaryKey(),
		allowanceId: uuid("allowance_id").notNull(),
		event: jsonb("event").notNull(),
		recordedAt: instant("recorded_at").notNull().default(sql`clock_timestamp()`),
	},
	(table) => [index("usage_checkpoint_allowance").on(table.allowanceId)],
);

/** Generations that are to cost nothing although usage of them was or may yet be recorded. */
export const usageWithdrawal = pgTable(
	"usage_withdrawal",
	{
		generationId: uuid("generation_id").primaryKey(),
		/** The record as it was given up; null where whoever asks never had it. */
		event: jsonb("event"),
		requestedAt: instant("requested_at").notNull().default(sql`clock_timestamp()`),
		doneAt: instant("done_at"),
	},
	(table) => [index("usage_withdrawal_pending").on(table.requestedAt).where(sql`${table.doneAt} is null`)],
);

/** What came out of the second log and could not be read as usage: kept as it came, for a person. */
export const unreadableUsage = pgTable("unreadable_usage", {
	/** Its id in the log it came from: a second delivery changes nothing. */
	source: text("source").primaryKey(),
	payload: text("payload").notNull(),
	/** What it says it is: `final`, `checkpoint`, `withdrawal`; `lost`: what a lost stream left; null: nothing that is known. */
	kind: text("kind"),
	reason: text("reason").notNull(),
	recordedAt: instant("recorded_at").notNull().default(sql`clock_timestamp()`),
});

/** Usage by hour of admission, key, project, model and provider; written by the transaction that posts it. */
export const usageHourly = pgTable(
	"usage_hourly",
	{
		hour: instant("hour").notNull(),
		organisationId: text("organisation_id").notNull(),
		projectId: text("project_id").notNull(),
		keyId: text("key_id").notNull(),
		model: text("model").notNull(),
		provider: text("provider").notNull(),
		generations: integer("generations").notNull(),
		promptTokens: wideCount("prompt_tokens").notNull(),
		cachedTokens: wideCount("cached_tokens").notNull(),
		completionTokens: wideCount("completion_tokens").notNull(),
		reasoningTokens: wideCount("reasoning_tokens").notNull(),
		charge: nanoUsdColumn("charge_nano_usd").notNull(),
		providerCost: nanoUsdColumn("provider_cost_nano_usd").notNull(),
	},
	(table) => [
		primaryKey({
			columns: [table.organisationId, table.hour, table.keyId, table.projectId, table.model, table.provider],
		}),
		index("usage_hourly_key").on(table.keyId, table.hour),
	],
);

/**
 * The same by one dimension more: `member`, `end_user`, `app` or `tag`; "" is what has none. Made a little later than the
 * posting, out of `usage_rollup_pending`. A generation with several tags counts for each of them.
 */
export const usageHourlyBy = pgTable(
	"usage_hourly_by",
	{
		organisationId: text("organisation_id").notNull(),
		dimension: text("dimension").notNull(),
		hour: instant("hour").notNull(),
		value: text("value").notNull(),
		projectId: text("project_id").notNull(),
		keyId: text("key_id").notNull(),
		model: text("model").notNull(),
		provider: text("provider").notNull(),
		generations: integer("generations").notNull(),
		promptTokens: wideCount("prompt_tokens").notNull(),
		cachedTokens: wideCount("cached_tokens").notNull(),
		completionTokens: wideCount("completion_tokens").notNull(),
		reasoningTokens: wideCount("reasoning_tokens").notNull(),
		charge: nanoUsdColumn("charge_nano_usd").notNull(),
		providerCost: nanoUsdColumn("provider_cost_nano_usd").notNull(),
	},
	(table) => [
		primaryKey({
			columns: [
				table.organisationId,
				table.dimension,
				table.hour,
				table.value,
				table.keyId,
				table.projectId,
				table.model,
				table.provider,
			],
		}),
	],
);

/** Postings that `usage_hourly_by` does not have yet: what is older than the oldest of them is all there. */
export const usageRollupPending = pgTable(
	"usage_rollup_pending",
	{
		transactionId: uuid("transaction_id").primaryKey(),
		generationIds: uuid("generation_ids").array().notNull(),
		postedAt: instant("posted_at").notNull().default(sql`clock_timestamp()`),
	},
	(table) => [index("usage_rollup_pending_posted").on(table.postedAt)],
);

/** Months of usage that were dropped, with what their generations came to; their rollups and debits stay. */
export const usageDropped = pgTable("usage_dropped", {
	partition: text("partition_name").primaryKey(),
	/** The bounds of its generations' ids, as times. */
	fromAt: instant("from_at").notNull(),
	untilAt: instant("until_at").notNull(),
	generations: wideCount("generations").notNull(),
	posted: nanoUsdColumn("posted_nano_usd").notNull(),
	overrun: nanoUsdColumn("overrun_nano_usd").notNull(),
	providerCost: nanoUsdColumn("provider_cost_nano_usd").notNull(),
	/** Transactions that were posted after the month's end: generations of later months may be part of them. */
	lateTransactionIds: uuid("late_transaction_ids").array().notNull(),
	droppedAt: instant("dropped_at").notNull().default(sql`clock_timestamp()`),
});

/** Prices as they were in force: append-only, named by their content. */
export const priceVersion = pgTable(
	"price_version",
	{
		id: text("id").primaryKey(),
		endpointId: text("endpoint_id").notNull(),
		effectiveFrom: instant("effective_from").notNull(),
		source: text("source").notNull(),
		/** As `serializePriceVersion` of the catalog writes it. */
		prices: jsonb("prices").notNull(),
		recordedAt: instant("recorded_at").notNull().default(sql`clock_timestamp()`),
	},
	(table) => [index("price_version_endpoint").on(table.endpointId, table.effectiveFrom)],
);
