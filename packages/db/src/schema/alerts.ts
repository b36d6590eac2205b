import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bytes, instant, nanoUsdColumn } from "./columns.ts";
import { organisation } from "./organisations.ts";

/** What an organisation wants to be told. Without a row: mails, and nothing of its balance. */
export const alertSettings = pgTable("alert_settings", {
	organisationId: text("organisation_id")
		.primaryKey()
		.references(() => organisation.id),
	/** Whether budgets, balance and keys are told of by mail, too; what concerns payments always is. */
	mail: boolean("mail").notNull().default(true),
	/** Null: the balance is not watched. */
	lowBalance: nanoUsdColumn("low_balance_nano_usd"),
	/** Since when the balance has been below that; null while it is not. */
	lowSince: instant("low_since"),
	/** How often it has gone below. */
	lowTimes: integer("low_times").notNull().default(0),
	updatedAt: instant("updated_at").notNull().default(sql`clock_timestamp()`),
});

/** Something an organisation is told, once. */
export const alert = pgTable(
	"alert",
	{
		/** `alt_…`: what a receiver knows it by, however often it is delivered. */
		id: text("id").primaryKey(),
		organisationId: text("organisation_id")
			.notNull()
			.references(() => organisation.id),
		kind: text("kind").notNull(),
		/** What it tells, so that nobody tells it again. */
		dedupeKey: text("dedupe_key").notNull().unique("alert_dedupe"),
		/** The JSON as it is sent, byte for byte. */
		body: text("body").notNull(),
		createdAt: instant("created_at").notNull().default(sql`clock_timestamp()`),
	},
	(table) => [index("alert_organisation").on(table.organisationId, table.createdAt)],
);

/** Where an organisation wants its alerts sent. */
export const alertWebhook = pgTable(
	"alert_webhook",
	{
		/** `whk_…` */
		id: text("id").primaryKey(),
		organisationId: text("organisation_id")
			.notNull()
			.references(() => organisation.id),
		url: text("url").notNull(),
		/** Sealed by the vault as `alert_webhook:<id>`. */
		secretSealed: bytes("secret_sealed").notNull(),
		/** The secret before, which signs beside the new one until then. */
		previousSealed: bytes("previous_sealed"),
		previousUntil: instant("previous_until"),
		/** Since when nothing has arrived; null when the last attempt did. */
		failingSince: instant("failing_since"),
		disabledAt: instant("disabled_at"),
		/** Why we switched it off; "" where somebody did. */
		disabledReason: text("disabled_reason").notNull().default(""),
		createdAt: instant("created_at").notNull().default(sql`clock_timestamp()`),
	},
	(table) => [
		check("alert_webhook_previous_whole", sql`(${table.previousSealed} is null) = (${table.previousUntil} is null)`),
		index("alert_webhook_organisation").on(table.organisationId),
	],
);

/** One alert on its way to one webhook. */
export const alertDelivery = pgTable(
	"alert_delivery",
	{
		alertId: text("alert_id")
			.notNull()
			.references(() => alert.id, { onDelete: "cascade" }),
		webhookId: text("webhook_id")
			.notNull()
			.references(() => alertWebhook.id, { onDelete: "cascade" }),
		/** When it is tried next; while somebody is at it, when others may. */
		dueAt: instant("due_at").notNull().default(sql`clock_timestamp()`),
		attempts: integer("attempts").notNull().default(0),
		lastTrouble: text("last_trouble"),
		deliveredAt: instant("delivered_at"),
		givenUpAt: instant("given_up_at"),
	},
	(table) => [
		primaryKey({ columns: [table.alertId, table.webhookId] }),
		index("alert_delivery_webhook").on(table.webhookId),
		index("alert_delivery_due").on(table.dueAt).where(sql`${table.deliveredAt} is null and ${table.givenUpAt} is null`),
	],
);
