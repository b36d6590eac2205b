import { sql } from "drizzle-orm";
import { bigserial, boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { bytes, instant } from "./columns.ts";
import { organisation, project } from "./organisations.ts";

export const apiKey = pgTable(
	"api_key",
	{
		id: text("id").primaryKey(),
		organisationId: text("organisation_id")
			.notNull()
			.references(() => organisation.id),
		accountId: text("account_id").notNull(),
		projectId: text("project_id")
			.notNull()
			.references(() => project.id),
		/** The member it belongs to; null for a service's. */
		memberId: text("member_id"),
		name: text("name").notNull(),
		/** What may be shown of the key: its first and last letters. */
		label: text("label").notNull(),
		/** HMAC-SHA-256 of the key under the pepper of that version; the key itself is nowhere. */
		hash: bytes("hash").notNull(),
		pepperVersion: integer("pepper_version").notNull(),
		management: boolean("management").notNull().default(false),
		limitReset: text("limit_reset").notNull().default("none"),
		expiresAt: instant("expires_at"),
		disabled: boolean("disabled").notNull().default(false),
		revokedAt: instant("revoked_at"),
		requestsPerMinute: integer("requests_per_minute"),
		maxConcurrent: integer("max_concurrent"),
		allowedModels: text("allowed_models").array(),
		allowedProviders: text("allowed_providers").array(),
		createdAt: instant("created_at").notNull().defaultNow(),
		updatedAt: instant("updated_at").notNull().defaultNow(),
	},
	(table) => [
		uniqueIndex("api_key_hash").on(table.hash),
		index("api_key_organisation").on(table.organisationId),
		index("api_key_updated").on(table.updatedAt),
	],
);

/** Every privileged act: who did what to which thing. Append-only. */
export const auditLog = pgTable(
	"audit_log",
	{
		id: bigserial("id", { mode: "bigint" }).primaryKey(),
		at: instant("at").notNull().default(sql`clock_timestamp()`),
		/** Null: an operator's act on no organisation in particular. */
		organisationId: text("organisation_id"),
		actor: text("actor").notNull(),
		action: text("action").notNull(),
		target: text("target").notNull(),
		detail: jsonb("detail").notNull().default({}),
	},
	(table) => [index("audit_log_organisation").on(table.organisationId, table.id)],
);
