import { sql } from "drizzle-orm";
import {
	bigint,
	bigserial,
	boolean,
	check,
	index,
	integer,
	pgTable,
	primaryKey,
	text,
	timestamp,
	uniqueIndex,
	uuid,
} from "drizzle-orm/pg-core";
import { instant, nanoUsdColumn } from "./columns.ts";

/**
 * An account of the book. A customer's balance is `available + reserved` and equals the sum of its entries; the two
 * columns are the gate that spending goes through. What a customer owes is the balance, negative, of an account of its
 * own (`debt:<account>`), kept here beside. House accounts keep no balance here: theirs is the sum of entries.
 */
export const account = pgTable(
	"account",
	{
		id: text("id").primaryKey(),
		/** `customer`, `debt` for what one owes, or `house` for the accounts on the other side of every transaction. */
		kind: text("kind").notNull(),
		organisationId: text("organisation_id"),
		available: nanoUsdColumn("available_nano_usd").notNull().default(sql`0`),
		reserved: nanoUsdColumn("reserved_nano_usd").notNull().default(sql`0`),
		/** Debited for usage in all: minus the sum of the account's entries of usage. */
		posted: nanoUsdColumn("posted_nano_usd").notNull().default(sql`0`),
		/** Taken back after it was spent; repaid first by whatever comes. */
		debt: nanoUsdColumn("debt_nano_usd").notNull().default(sql`0`),
		/** The part of the balance that was a gift: spent first, never paid out. */
		promotional: nanoUsdColumn("promotional_nano_usd").notNull().default(sql`0`),
		createdAt: instant("created_at").notNull().defaultNow(),
	},
	(table) => [
		check("account_available_not_negative", sql`${table.available} >= 0`),
		check("account_reserved_not_negative", sql`${table.reserved} >= 0`),
		check(
			"account_house_keeps_no_balance",
			sql`${table.kind} = 'customer' or (${table.available} = 0 and ${table.reserved} = 0)`,
		),
		check("account_owes_or_has", sql`${table.debt} >= 0 and (${table.debt} = 0 or ${table.available} = 0)`),
		check(
			"account_promotional_within_balance",
			sql`${table.promotional} >= 0 and ${table.promotional} <= ${table.available} + ${table.reserved}`,
		),
		check(
			"account_only_customers_owe",
			sql`${table.kind} = 'customer' or (${table.debt} = 0 and ${table.promotional} = 0)`,
		),
		uniqueIndex("account_organisation").on(table.organisationId),
	],
);

/**
 * A gift, named by the transaction that gave it. `left` is as of the last look at the account's gifts: what was spent
 * since follows from the account's `promotional` (see `spreadSpending` of the ledger).
 */
export const promotion = pgTable(
	"promotion",
	{
		id: uuid("id").primaryKey(),
		accountId: text("account_id")
			.notNull()
			.references(() => account.id),
		amount: nanoUsdColumn("amount_nano_usd").notNull(),
		left: nanoUsdColumn("left_nano_usd").notNull(),
		expired: nanoUsdColumn("expired_nano_usd").notNull().default(sql`0`),
		expiresAt: instant("expires_at"),
		createdAt: instant("created_at").notNull().default(sql`clock_timestamp()`),
	},
	(table) => [
		check(
			"promotion_within_amount",
			sql`${table.left} >= 0 and ${table.expired} >= 0 and ${table.left} + ${table.expired} <= ${table.amount}`,
		),
		index("promotion_account").on(table.accountId).where(sql`${table.left} > 0`),
		index("promotion_due").on(table.expiresAt).where(sql`${table.left} > 0`),
	],
);

/** One balanced transaction; `source` names what it stands for, once. */
export const ledgerTransaction = pgTable(
	"ledger_transaction",
	{
		id: uuid("id").primaryKey(),
		kind: text("kind").notNull(),
		source: text("source").notNull(),
		memo: text("memo").notNull().default(""),
		createdAt: instant("created_at").notNull().default(sql`clock_timestamp()`),
	},
	(table) => [uniqueIndex("ledger_transaction_source").on(table.source)],
);

/** One side of a transaction. Append-only: triggers refuse UPDATE and DELETE, and a transaction that does not sum to 0. */
export const entry = pgTable(
	"entry",
	{
		id: bigserial("id", { mode: "bigint" }).primaryKey(),
		transactionId: uuid("transaction_id")
			.notNull()
			.references(() => ledgerTransaction.id),
		accountId: text("account_id")
			.notNull()
			.references(() => account.id),
		amount: nanoUsdColumn("amount_nano_usd").notNull(),
	},
	(table) => [
		check("entry_not_zero", sql`${table.amount} <> 0`),
		index("entry_account").on(table.accountId),
		index("entry_transaction").on(table.transactionId),
	],
);

/**
 * A limit on what a scope may spend in each window: an organisation, project, member or key, checked in the grant; an end
 * user or a tag of an organisation, checked per call. Ended rather than deleted: its windows are part of the book.
 */
export const budget = pgTable(
	"budget",
	{
		id: text("id").primaryKey(),
		organisationId: text("organisation_id").notNull(),
		scope: text("scope").notNull(),
		scopeId: text("scope_id").notNull(),
		/** `none` (lifetime), `daily`, `weekly`, `monthly`; windows are UTC and computed from time. */
		reset: text("reset").notNull(),
		limit: nanoUsdColumn("limit_nano_usd").notNull(),
		/** It warns and refuses nothing. */
		soft: boolean("soft").notNull().default(false),
		/** Its own percentages of the limit that are told when they are crossed, beside 50, 80 and 100. */
		thresholds: integer("thresholds").array().notNull().default(sql`'{}'`),
		endedAt: instant("ended_at"),
		createdAt: instant("created_at").notNull().defaultNow(),
		updatedAt: instant("updated_at").notNull().default(sql`clock_timestamp()`),
	},
	(table) => [
		check("budget_limit_not_negative", sql`${table.limit} >= 0`),
		uniqueIndex("budget_of_scope").on(table.organisationId, table.scope, table.scopeId, table.reset),
		index("budget_updated").on(table.updatedAt),
	],
);

export const budgetWindow = pgTable(
	"budget_window",
	{
		id: bigserial("id", { mode: "bigint" }).primaryKey(),
		budgetId: text("budget_id")
			.notNull()
			.references(() => budget.id),
		startsAt: instant("starts_at").notNull(),
		endsAt: instant("ends_at"),
		spent: nanoUsdColumn("spent_nano_usd").notNull().default(sql`0`),
		reserved: nanoUsdColumn("reserved_nano_usd").notNull().default(sql`0`),
		/** The part of `spent` that was not charged under it: what the scope had spent when the budget was made. */
		carried: nanoUsdColumn("carried_nano_usd").notNull().default(sql`0`),
	},
	(table) => [
		check("budget_window_spent_not_negative", sql`${table.spent} >= 0`),
		check("budget_window_reserved_not_negative", sql`${table.reserved} >= 0`),
		uniqueIndex("budget_window_start").on(table.budgetId, table.startsAt),
	],
);

/** A threshold that a budget's spending crossed, once per window and limit; alerts are made of these. */
export const budgetCrossing = pgTable(
	"budget_crossing",
	{
		id: bigserial("id", { mode: "bigint" }).primaryKey(),
		budgetId: text("budget_id")
			.notNull()
			.references(() => budget.id),
		windowId: bigint("window_id", { mode: "bigint" })
			.notNull()
			.references(() => budgetWindow.id),
		percent: integer("percent").notNull(),
		limit: nanoUsdColumn("limit_nano_usd").notNull(),
		spent: nanoUsdColumn("spent_nano_usd").notNull(),
		crossedAt: instant("crossed_at").notNull().default(sql`clock_timestamp()`),
		/** Set by whoever has told of it. */
		announcedAt: instant("announced_at"),
	},
	(table) => [
		uniqueIndex("budget_crossing_once").on(table.windowId, table.percent, table.limit),
		index("budget_crossing_unannounced").on(table.id).where(sql`${table.announcedAt} is null`),
	],
);

/** A process, or a Redis epoch, that spends out of allowances while it renews its lease. */
export const holder = pgTable(
	"holder",
	{
		id: text("id").primaryKey(),
		kind: text("kind").notNull(),
		instance: text("instance").notNull().default(""),
		/** `live`, `ended` (gave everything back), `reaped` (its lease ran out). */
		state: text("state").notNull().default("live"),
		leaseUntil: timestamp("lease_until", { withTimezone: true, mode: "date", precision: 3 }).notNull(),
		createdAt: instant("created_at").notNull().defaultNow(),
	},
	(table) => [index("holder_live").on(table.leaseUntil).where(sql`${table.state} = 'live'`)],
);

/** A block of credit moved from an account's `available` to `reserved` for one holder and key. */
export const allowance = pgTable(
	"allowance",
	{
		id: uuid("id").primaryKey(),
		holderId: text("holder_id")
			.notNull()
			.references(() => holder.id),
		accountId: text("account_id")
			.notNull()
			.references(() => account.id),
		keyId: text("key_id").notNull(),
		budgetWindowIds: bigint("budget_window_ids", { mode: "bigint" }).array().notNull(),
		granted: nanoUsdColumn("granted_nano_usd").notNull(),
		returned: nanoUsdColumn("returned_nano_usd").notNull().default(sql`0`),
		charged: nanoUsdColumn("charged_nano_usd").notNull().default(sql`0`),
		/** Charged for its generations out of `available`, after it had ended. */
		late: nanoUsdColumn("late_nano_usd").notNull().default(sql`0`),
		/** `open`; `closed` by its holder, its spent part still to be posted; `reaped`, its holder lost. */
		state: text("state").notNull().default("open"),
		openedAt: instant("opened_at").notNull().default(sql`clock_timestamp()`),
		closedAt: instant("closed_at"),
	},
	(table) => [
		check("allowance_within_grant", sql`${table.granted} >= ${table.returned} + ${table.charged}`),
		check("allowance_not_negative", sql`${table.returned} >= 0 and ${table.charged} >= 0`),
		index("allowance_unsettled")
			.on(table.accountId)
			.where(sql`${table.state} = 'open' or ${table.granted} > ${table.returned} + ${table.charged}`),
		index("allowance_holder").on(table.holderId).where(sql`${table.state} = 'open'`),
	],
);

/**
 * What a call that names an end user or a tag has set aside under their budgets, from its hold until its usage is posted.
 * Released (its process was lost), it holds nothing and still says which windows a late charge counts in.
 */
export const callHold = pgTable(
	"call_hold",
	{
		generationId: uuid("generation_id").primaryKey(),
		allowanceId: uuid("allowance_id").notNull(),
		budgetWindowIds: bigint("budget_window_ids", { mode: "bigint" }).array().notNull(),
		held: nanoUsdColumn("held_nano_usd").notNull(),
		startedAt: instant("started_at").notNull().default(sql`clock_timestamp()`),
		releasedAt: instant("released_at"),
	},
	(table) => [
		check("call_hold_not_negative", sql`${table.held} >= 0`),
		index("call_hold_started").on(table.startedAt),
		index("call_hold_allowance").on(table.allowanceId),
	],
);

/** Accounts whose idle blocks are wanted back, and since when. */
export const recall = pgTable(
	"recall",
	{
		accountId: text("account_id").primaryKey(),
		requestedAt: instant("requested_at").notNull(),
		/** Of all requests, growing: which one a holder has answered. */
		number: bigserial("number", { mode: "bigint" }).notNull(),
	},
	(table) => [index("recall_requested").on(table.requestedAt)],
);

/** The last recall of an account that a holder has answered: what was idle when it was asked is back. */
export const recallAnswer = pgTable(
	"recall_answer",
	{
		accountId: text("account_id").notNull(),
		holderId: text("holder_id")
			.notNull()
			.references(() => holder.id),
		number: bigint("number", { mode: "bigint" }).notNull(),
	},
	(table) => [primaryKey({ columns: [table.accountId, table.holderId] })],
);
