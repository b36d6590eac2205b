import type { Config } from "@turnpike/config";
import type { Database } from "@turnpike/db";
import type { Vault } from "@turnpike/vault";
import { accountsOf } from "./account/accounts-of.ts";
import { reportsOf } from "./account/reports-of.ts";
import { alertsOf } from "./alerts/alerts.ts";
import { budgetsOf } from "./budgets/budgets.ts";
import { creditsOf } from "./credits/credits.ts";
import { openPayments } from "./credits/open-payments.ts";
import { sandboxCheckoutsOf } from "./credits/sandbox/sandbox-checkouts.ts";
import { webhookOf } from "./credits/webhook.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { outboxOf } from "./operator/outbox-of.ts";

export interface BookPlace {
	readonly config: Pick<Config, "production" | "smtp" | "stripe" | "platformFee" | "webhookPrivateHosts">;
	/** For what is read or written in a moment. */
	readonly sql: Database;
	/** For what may take long. */
	readonly reporting: Database;
	readonly vault: Vault;
	/** How the outside reaches this server, without a trailing slash; asked when a request is answered. */
	readonly publicUrl: () => string;
	/** A new UUIDv7. */
	readonly newId: () => string;
}

type BookDependencies = Pick<
	ApiDependencies,
	| "accounts"
	| "reports"
	| "budgets"
	| "alerts"
	| "webhookRules"
	| "outbox"
	| "credits"
	| "webhook"
	| "sandboxCheckouts"
	| "publicUrl"
>;

/** The dependencies that only ask the book, and who takes payments for it: the same wherever the API runs. */
export function bookOf(place: BookPlace): BookDependencies {
	const { config, sql, reporting, vault, publicUrl, newId } = place;
	const provider = openPayments(place);
	return {
		accounts: accountsOf(sql),
		reports: reportsOf(sql, reporting),
		budgets: budgetsOf(sql),
		alerts: alertsOf(sql, vault, newId),
		webhookRules: { production: config.production, webhookPrivateHosts: config.webhookPrivateHosts },
		outbox: outboxOf(config, sql),
		publicUrl,
		credits: provider && creditsOf(sql, provider, config.platformFee),
		webhook: config.stripe && webhookOf(sql, config.stripe.webhookSecrets),
		sandboxCheckouts: provider?.name === "sandbox" ? sandboxCheckoutsOf(sql, newId) : undefined,
	};
}
