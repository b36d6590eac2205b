import { sql } from "drizzle-orm";
import {
	boolean,
	check,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	uniqueIndex,
	uuid,
} from "drizzle-orm/pg-core";
import { instant, nanoUsdColumn, wideCount } from "./columns.ts";
import { account, ledgerTransaction } from "./ledger.ts";
import { organisation } from "./organisations.ts";

/**
 * Credit somebody buys, or an automatic top-up. Written before its provider is asked for anything, so it is the outbox too;
 * what it has moved is counted from its beginning, and `version` counts its changes.
 */
export const purchase = pgTable(
	"purchase",
	{
		id: text("id").primaryKey(),
		organisationId: text("organisation_id")
			.notNull()
			.references(() => organisation.id),
		accountId: text("account_id")
			.notNull()
			.references(() => account.id),
		/** `checkout` or `auto_topup`. */
		kind: text("kind").notNull(),
		/** `stripe` or `sandbox`. */
		provider: text("provider").notNull(),
		/** `open`, `processing`, `paid`, `failed`, `expired`. */
		state: text("state").notNull().default("open"),
		creditCents: wideCount("credit_cents").notNull(),
		feeCents: wideCount("fee_cents").notNull(),
		receivedCents: wideCount("received_cents").notNull().default(sql`0`),
		refundedCents: wideCount("refunded_cents").notNull().default(sql`0`),
		disputedCents: wideCount("disputed_cents").notNull().default(sql`0`),
		/** The part of its credit that repaid a debt when it came. */
		repaid: nanoUsdColumn("repaid_nano_usd").notNull().default(sql`0`),
		version: integer("version").notNull().default(0),
		checkoutId: text("checkout_id"),
		checkoutUrl: text("checkout_url"),
		checkoutExpiresAt: instant("checkout_expires_at"),
		paymentId: text("payment_id"),
		saveCard: boolean("save_card").notNull().default(false),
		receiptUrl: text("receipt_url"),
		invoiceUrl: text("invoice_url"),
		invoicePdf: text("invoice_pdf"),
		/** Why it failed, in the provider's words. */
		failure: text("failure").notNull().default(""),
		/** Why nothing of it is booked any more; it waits for a person. */
		parkedReason: text("parked_reason"),
		idempotencyKey: text("idempotency_key"),
		/** What was asked for with that key. */
		fingerprint: text("fingerprint").notNull().default(""),
		actor: text("actor").notNull(),
		createdAt: instant("created_at").notNull().default(sql`clock_timestamp()`),
		paidAt: instant("paid_at"),
		/** When its provider was first asked to charge a card. */
		sentAt: instant("sent_at"),
		/** When it is looked at next without anybody asking; null: never. */
		dueAt: instant("due_at"),
		tries: integer("tries").notNull().default(0),
	},
	(table) => [
		check("purchase_cents_not_negative", sql`${table.creditCents} > 0 and ${table.feeCents} >= 0`),
		check(
			"purchase_moved_not_negative",
			sql`${table.receivedCents} >= 0 and ${table.refundedCents} >= 0 and ${table.disputedCents} >= 0`,
		),
		uniqueIndex("purchase_payment").on(table.paymentId),
		uniqueIndex("purchase_checkout").on(table.checkoutId),
		uniqueIndex("purchase_idempotency").on(table.organisationId, table.idempotencyKey),
		uniqueIndex("purchase_one_open_topup")
			.on(table.accountId)
			.where(sql`${table.kind} = 'auto_topup' and ${table.state} in ('open', 'processing')`),
		index("purchase_organisation").on(table.organisationId, table.createdAt),
		index("purchase_due").on(table.dueAt).where(sql`${table.dueAt} is not null`),
		index("purchase_parked").on(table.id).where(sql`${table.parkedReason} is not null`),
	],
);

/** What a ledger transaction booked of a purchase. */
export const purchaseBooking = pgTable(
	"purchase_booking",
	{
		transactionId: uuid("transaction_id")
			.primaryKey()
			.references(() => ledgerTransaction.id),
		purchaseId: text("purchase_id")
			.notNull()
			.references(() => purchase.id),
		/** As the transaction's: `payment`, `refund`, `refund_failed`, `dispute`, `dispute_reversed`. */
		kind: text("kind").notNull(),
		creditCents: wideCount("credit_cents").notNull(),
		feeCents: wideCount("fee_cents").notNull(),
		at: instant("at").notNull().default(sql`clock_timestamp()`),
	},
	(table) => [index("purchase_booking_purchase").on(table.purchaseId)],
);

/** Money to be given back: its credit is taken back with this row, then the provider is asked. The row is the outbox. */
export const refund = pgTable(
	"refund",
	{
		id: text("id").primaryKey(),
		purchaseId: text("purchase_id")
			.notNull()
			.references(() => purchase.id),
		organisationId: text("organisation_id")
			.notNull()
			.references(() => organisation.id),
		amountCents: wideCount("amount_cents").notNull(),
		/** `requested`; `sent`: the provider has it; `failed`: it will not be, and its credit came back. */
		state: text("state").notNull().default("requested"),
		failure: text("failure").notNull().default(""),
		reason: text("reason").notNull(),
		actor: text("actor").notNull(),
		createdAt: instant("created_at").notNull().default(sql`clock_timestamp()`),
		sentAt: instant("sent_at"),
		dueAt: instant("due_at").notNull().default(sql`clock_timestamp()`),
		tries: integer("tries").notNull().default(0),
	},
	(table) => [
		check("refund_more_than_nothing", sql`${table.amountCents} > 0`),
		index("refund_purchase").on(table.purchaseId),
		index("refund_requested").on(table.dueAt).where(sql`${table.state} = 'requested'`),
	],
);

/** What a provider told, kept before it is answered and as it came; applied afterwards. */
export const paymentEvent = pgTable(
	"payment_event",
	{
		/** The provider's own id of it: a repeat changes nothing. */
		id: text("id").primaryKey(),
		provider: text("provider").notNull(),
		type: text("type").notNull(),
		checkoutId: text("checkout_id"),
		paymentId: text("payment_id"),
		payload: text("payload").notNull(),
		/** When the provider says it happened. */
		createdAt: instant("created_at").notNull(),
		receivedAt: instant("received_at").notNull().default(sql`clock_timestamp()`),
		appliedAt: instant("applied_at"),
		/** What came of it: a purchase's id, or why nothing did. */
		outcome: text("outcome").notNull().default(""),
		tries: integer("tries").notNull().default(0),
		dueAt: instant("due_at").notNull().default(sql`clock_timestamp()`),
		/** Why it could not be applied; it waits for a person. */
		parkedReason: text("parked_reason"),
	},
	(table) => [
		index("payment_event_due").on(table.dueAt).where(sql`${table.appliedAt} is null and ${table.parkedReason} is null`),
		index("payment_event_parked").on(table.id).where(sql`${table.parkedReason} is not null`),
	],
);

/** An organisation as its provider knows it, and the card it keeps for it. */
export const paymentCustomer = pgTable(
	"payment_customer",
	{
		organisationId: text("organisation_id")
			.notNull()
			.references(() => organisation.id),
		provider: text("provider").notNull(),
		customerId: text("customer_id").notNull(),
		cardId: text("card_id"),
		cardLabel: text("card_label"),
		updatedAt: instant("updated_at").notNull().default(sql`clock_timestamp()`),
	},
	(table) => [
		primaryKey({ columns: [table.organisationId, table.provider] }),
		uniqueIndex("payment_customer_id").on(table.customerId),
	],
);

/** When and how an account is topped up by itself. */
export const autoTopup = pgTable(
	"auto_topup",
	{
		organisationId: text("organisation_id")
			.primaryKey()
			.references(() => organisation.id),
		accountId: text("account_id")
			.notNull()
			.references(() => account.id),
		enabled: boolean("enabled").notNull(),
		threshold: nanoUsdColumn("threshold_nano_usd").notNull(),
		amountCents: wideCount("amount_cents").notNull(),
		monthlyMaxCents: wideCount("monthly_max_cents").notNull(),
		/** In a row. */
		declines: integer("declines").notNull().default(0),
		/** Why it was switched off by us; "" while it was not. */
		offReason: text("off_reason").notNull().default(""),
		pausedUntil: instant("paused_until"),
		updatedAt: instant("updated_at").notNull().default(sql`clock_timestamp()`),
	},
	(table) => [index("auto_topup_enabled").on(table.accountId).where(sql`${table.enabled}`)],
);

/** Something that keeps an organisation from spending while it is open: a dispute, a fraud warning, an operator. */
export const spendingFreeze = pgTable(
	"spending_freeze",
	{
		/** `dispute:dp_…`, `fraud_warning:issfr_…`, `operator:…`. */
		id: text("id").primaryKey(),
		organisationId: text("organisation_id")
			.notNull()
			.references(() => organisation.id),
		purchaseId: text("purchase_id").references(() => purchase.id),
		openedAt: instant("opened_at").notNull().default(sql`clock_timestamp()`),
		closedAt: instant("closed_at"),
		/** Who closed it; an operator's word stands, whatever the provider says later. */
		closedBy: text("closed_by"),
	},
	(table) => [index("spending_freeze_open").on(table.organisationId).where(sql`${table.closedAt} is null`)],
);

/** Movements of money at the provider, as it lists them: what the book's deposits are compared with. */
export const paymentMovement = pgTable(
	"payment_movement",
	{
		id: text("id").primaryKey(),
		provider: text("provider").notNull(),
		paymentId: text("payment_id"),
		kind: text("kind").notNull(),
		amountCents: wideCount("amount_cents").notNull(),
		feeCents: wideCount("fee_cents").notNull(),
		currency: text("currency").notNull(),
		at: instant("at").notNull(),
	},
	(table) => [index("payment_movement_payment").on(table.paymentId), index("payment_movement_at").on(table.at)],
);

/** How far something was read from a provider, in the provider's time. */
export const paymentCursor = pgTable("payment_cursor", {
	/** `stripe:events`, `stripe:movements`. */
	name: text("name").primaryKey(),
	readUntil: instant("read_until").notNull(),
	/** When it is read next. */
	dueAt: instant("due_at").notNull(),
});

/** Reports of the daily reconciliation. */
export const reconciliation = pgTable(
	"reconciliation",
	{
		id: text("id").primaryKey(),
		/** The UTC day it is about, `2026-11-25`; null for one that was asked for. */
		day: text("day"),
		madeAt: instant("made_at").notNull().default(sql`clock_timestamp()`),
		clean: boolean("clean").notNull(),
		report: jsonb("report").notNull(),
	},
	(table) => [uniqueIndex("reconciliation_day").on(table.day), index("reconciliation_made").on(table.madeAt)],
);

/** Payments of the sandbox, which takes none: outside production only. */
export const sandboxPayment = pgTable(
	"sandbox_payment",
	{
		/** `pi_sandbox_…` */
		id: text("id").primaryKey(),
		checkoutId: text("checkout_id"),
		purchaseId: text("purchase_id").notNull(),
		customerId: text("customer_id").notNull(),
		creditCents: wideCount("credit_cents").notNull(),
		feeCents: wideCount("fee_cents").notNull(),
		/** `open`, `processing`, `succeeded`, `failed`, `expired`. */
		state: text("state").notNull(),
		failure: text("failure").notNull().default(""),
		saveCard: boolean("save_card").notNull(),
		cardId: text("card_id"),
		successUrl: text("success_url"),
		cancelUrl: text("cancel_url"),
		/** `[{"id", "refund_id", "amount_cents", "at"}]` */
		refunds: jsonb("refunds").notNull().default([]),
		createdAt: instant("created_at").notNull().default(sql`clock_timestamp()`),
		expiresAt: instant("expires_at"),
		/** When a debit on its way comes. */
		settlesAt: instant("settles_at"),
		succeededAt: instant("succeeded_at"),
	},
	(table) => [
		uniqueIndex("sandbox_payment_checkout").on(table.checkoutId),
		uniqueIndex("sandbox_payment_purchase").on(table.purchaseId),
	],
);
