import type { Config } from "@turnpike/config";
import { type Database, makeSandboxProvider } from "@turnpike/db";
import type { PaymentProvider } from "@turnpike/payments";
import { makeStripeProvider } from "@turnpike/stripe";

export interface PaymentsPlace {
	readonly config: Pick<Config, "stripe" | "production">;
	readonly sql: Database;
	readonly publicUrl: () => string;
	/** A new UUIDv7. */
	readonly newId: () => string;
}

/** Who takes payments here: Stripe where it is configured, else the sandbox; in production without Stripe, nobody. */
export function openPayments({ config, sql, publicUrl, newId }: PaymentsPlace): PaymentProvider | undefined {
	if (config.stripe) return makeStripeProvider(config.stripe);
	if (config.production) return undefined;
	return makeSandboxProvider({ sql, publicUrl, now: () => Date.now(), newId });
}
