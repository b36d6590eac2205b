import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { bytes, instant } from "./columns.ts";
import { organisation } from "./organisations.ts";
import { appUser } from "./users.ts";

const KNOWN_ROLES = sql.raw("('owner', 'admin', 'developer', 'billing', 'viewer')");

/** Who belongs to which organisation, as what. A trigger sees to it that an organisation with members has an owner. */
export const member = pgTable(
	"member",
	{
		id: text("id").primaryKey(),
		organisationId: text("organisation_id")
			.notNull()
			.references(() => organisation.id),
		userId: text("user_id")
			.notNull()
			.references(() => appUser.id),
		role: text("role").notNull(),
		createdAt: instant("created_at").notNull().defaultNow(),
	},
	(table) => [
		check("member_role_known", sql`${table.role} in ${KNOWN_ROLES}`),
		uniqueIndex("member_once").on(table.organisationId, table.userId),
		index("member_user").on(table.userId),
	],
);

/** Somebody who may become a member, by a link that was mailed to them. */
export const invitation = pgTable(
	"invitation",
	{
		id: text("id").primaryKey(),
		organisationId: text("organisation_id")
			.notNull()
			.references(() => organisation.id),
		/** In lower case. */
		email: text("email").notNull(),
		role: text("role").notNull(),
		/** SHA-256 of what the link holds. */
		secretHash: bytes("secret_hash").notNull(),
		/** The user who invites. */
		invitedBy: text("invited_by").notNull(),
		/** `pending`, `accepted`, `declined`, `cancelled`. A pending one may have expired. */
		state: text("state").notNull().default("pending"),
		expiresAt: instant("expires_at").notNull(),
		createdAt: instant("created_at").notNull().defaultNow(),
		settledAt: instant("settled_at"),
	},
	(table) => [
		check("invitation_role_known", sql`${table.role} in ${KNOWN_ROLES}`),
		uniqueIndex("invitation_secret").on(table.secretHash),
		uniqueIndex("invitation_pending").on(table.organisationId, table.email).where(sql`${table.state} = 'pending'`),
	],
);
