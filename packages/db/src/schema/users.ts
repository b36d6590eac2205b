import { boolean, index, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { organisation } from "./organisations.ts";

/*
 * People, how they prove who they are, and their sessions. better-auth reads and writes these four through the Drizzle
 * adapter, so the names of the fields (not of the columns) are its own.
 */

export const appUser = pgTable(
	"app_user",
	{
		id: text("id").primaryKey(),
		name: text("name").notNull(),
		/** In lower case. */
		email: text("email").notNull(),
		emailVerified: boolean("email_verified").notNull().default(false),
		image: text("image"),
		createdAt: instant("created_at").notNull().defaultNow(),
		updatedAt: instant("updated_at").notNull().defaultNow(),
	},
	(table) => [uniqueIndex("app_user_email").on(table.email)],
);

/** A session until it expires or is revoked, which is its row's end. */
export const userSession = pgTable(
	"user_session",
	{
		id: text("id").primaryKey(),
		/** Half of what the cookie holds: the other half is its signature under AUTH_SECRET. */
		token: text("token").notNull(),
		userId: text("user_id")
			.notNull()
			.references(() => appUser.id, { onDelete: "cascade" }),
		/** The organisation it was last switched to; null or no longer the user's: their oldest. */
		activeOrganisationId: text("active_organisation_id").references(() => organisation.id),
		ipAddress: text("ip_address"),
		userAgent: text("user_agent"),
		expiresAt: instant("expires_at").notNull(),
		createdAt: instant("created_at").notNull().defaultNow(),
		updatedAt: instant("updated_at").notNull().defaultNow(),
	},
	(table) => [
		uniqueIndex("user_session_token").on(table.token),
		index("user_session_user").on(table.userId),
		index("user_session_expiry").on(table.expiresAt),
	],
);

/** One way in: a password, or an account at GitHub or Google. */
export const userIdentity = pgTable(
	"user_identity",
	{
		id: text("id").primaryKey(),
		userId: text("user_id")
			.notNull()
			.references(() => appUser.id, { onDelete: "cascade" }),
		/** `credential`, `github`, `google`. */
		providerId: text("provider_id").notNull(),
		/** The user's id there; for a password, their id here. */
		accountId: text("account_id").notNull(),
		/** A scrypt hash. */
		password: text("password"),
		/** Tokens of providers, encrypted; kept as better-auth has them, and used for nothing. */
		accessToken: text("access_token"),
		refreshToken: text("refresh_token"),
		idToken: text("id_token"),
		accessTokenExpiresAt: instant("access_token_expires_at"),
		refreshTokenExpiresAt: instant("refresh_token_expires_at"),
		scope: text("scope"),
		createdAt: instant("created_at").notNull().defaultNow(),
		updatedAt: instant("updated_at").notNull().defaultNow(),
	},
	(table) => [
		uniqueIndex("user_identity_account").on(table.providerId, table.accountId),
		index("user_identity_user").on(table.userId),
	],
);

/** Something that is to be proven once, soon: a link to reset a password, the state of an OAuth round trip. */
export const userVerification = pgTable(
	"user_verification",
	{
		id: text("id").primaryKey(),
		/** Hashed. */
		identifier: text("identifier").notNull(),
		value: text("value").notNull(),
		expiresAt: instant("expires_at").notNull(),
		createdAt: instant("created_at").notNull().defaultNow(),
		updatedAt: instant("updated_at").notNull().defaultNow(),
	},
	(table) => [
		index("user_verification_identifier").on(table.identifier),
		index("user_verification_expiry").on(table.expiresAt),
	],
);
