import { sql } from "drizzle-orm";
import { index, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { bytes, instant } from "./columns.ts";

/** Calls that must not be answered twice, by the name their retries know them by. */
export const answerClaim = pgTable(
	"answer_claim",
	{
		keyId: text("key_id").notNull(),
		name: text("name").notNull(),
		/** Stands for the route and the body. */
		fingerprint: text("fingerprint").notNull(),
		generationId: uuid("generation_id").notNull(),
		/** `running`, `answered`, `not_kept` (answered, but too large). */
		state: text("state").notNull().default("running"),
		leaseUntil: timestamp("lease_until", { withTimezone: true, mode: "date", precision: 3 }).notNull(),
		expiresAt: instant("expires_at").notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.keyId, table.name] }),
		index("answer_claim_running").on(table.generationId).where(sql`${table.state} = 'running'`),
		index("answer_claim_expiry").on(table.expiresAt),
	],
);

/** Answers kept for retries, sealed. Range-partitioned by generation id, so by day (in the migration), and dropped so. */
export const keptAnswer = pgTable("kept_answer", {
	generationId: uuid("generation_id").primaryKey(),
	sealed: bytes("sealed").notNull(),
});
