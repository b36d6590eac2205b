import { index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { bytes, instant } from "./columns.ts";

/** Keys that sign what others verify by the public JWKS: sessions' tokens, receipts. One signs at a time per purpose. */
export const signingKey = pgTable(
	"signing_key",
	{
		/** `kid` of what it signs. */
		id: text("id").primaryKey(),
		/** `session`, `receipt`, …: a key signs for one purpose only. */
		purpose: text("purpose").notNull(),
		/** JWS algorithm: `EdDSA` (Ed25519). */
		algorithm: text("algorithm").notNull(),
		publicJwk: jsonb("public_jwk").notNull(),
		/** The private JWK, sealed by the vault as `signing_key:<id>`. */
		privateSealed: bytes("private_sealed").notNull(),
		signsFrom: instant("signs_from").notNull(),
		signsUntil: instant("signs_until").notNull(),
		/** Null: for good, so that what it signed can be verified for ever. */
		verifiesUntil: instant("verifies_until"),
		createdAt: instant("created_at").notNull().defaultNow(),
	},
	(table) => [index("signing_key_purpose").on(table.purpose, table.signsFrom)],
);
