import { sql } from "drizzle-orm";
import { bigserial, index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";

/** Mails to be delivered, written by the transactions that have something to tell. */
export const mailOutbox = pgTable(
	"mail_outbox",
	{
		id: bigserial("id", { mode: "number" }).primaryKey(),
		/** What this mail tells, once: a repeat changes nothing. */
		dedupeKey: text("dedupe_key").notNull(),
		recipient: text("recipient").notNull(),
		subject: text("subject").notNull(),
		/** Both empty once it was delivered: they may hold links that let somebody in. */
		text: text("text").notNull(),
		html: text("html").notNull(),
		createdAt: instant("created_at").notNull().default(sql`clock_timestamp()`),
		/** When it is tried next; while somebody is at it, when others may. */
		dueAt: instant("due_at").notNull().default(sql`clock_timestamp()`),
		attempts: integer("attempts").notNull().default(0),
		lastTrouble: text("last_trouble"),
		sentAt: instant("sent_at"),
		/** Why it is not tried again; it waits for a person. */
		parkedReason: text("parked_reason"),
	},
	(table) => [
		uniqueIndex("mail_outbox_dedupe").on(table.dedupeKey),
		index("mail_outbox_due").on(table.dueAt).where(sql`${table.sentAt} is null and ${table.parkedReason} is null`),
	],
);
