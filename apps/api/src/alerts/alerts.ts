import { makeWebhookSecret, SECRET_BYTES } from "@turnpike/alerts";
import {
	type AlertChanges,
	type AlertSettings,
	addWebhook,
	changeAlertSettings,
	type Database,
	listWebhooks,
	readAlertSettings,
	removeWebhook,
	rotateWebhook,
	switchWebhook,
	testWebhook,
	type WebhookName,
	type WebhookRecord,
} from "@turnpike/db";
import type { Vault } from "@turnpike/vault";

/** What an organisation is told, and where. Every method rejects when the book cannot be reached. */
export interface Alerts {
	settings(organisationId: string): Promise<AlertSettings>;
	change(organisationId: string, changes: AlertChanges, actor: string): Promise<void>;
	webhooks(organisationId: string): Promise<readonly WebhookRecord[]>;
	webhook(name: WebhookName): Promise<WebhookRecord | undefined>;
	/** @returns its secret; undefined when the organisation has too many already. */
	add(name: WebhookName, url: string, actor: string): Promise<string | undefined>;
	/** @returns false when there is none; so do the others. */
	remove(name: WebhookName, actor: string): Promise<boolean>;
	switch(name: WebhookName, on: boolean, actor: string): Promise<boolean>;
	/** @param previousUntil until when the secret before signs, too: unix milliseconds. @returns the new secret. */
	rotate(name: WebhookName, previousUntil: number, actor: string): Promise<string | undefined>;
	/** @returns the alert's id, or why there is none. */
	test(name: WebhookName): Promise<string | { readonly refused: "none" | "many" }>;
}

export const MOST_WEBHOOKS = 10;
const MOST_TESTS = 5;

/** @param newId a new UUIDv7. */
export function alertsOf(sql: Database, vault: Vault, newId: () => string): Alerts {
	return {
		settings: (organisationId) => readAlertSettings(sql, organisationId),
		change: (organisationId, changes, actor) => changeAlertSettings(sql, organisationId, changes, actor),
		webhooks: (organisationId) => listWebhooks(sql, organisationId),
		webhook: async ({ organisationId, id }) => (await listWebhooks(sql, organisationId, id))[0],
		async add(name, url, actor) {
			const { secret, secretSealed } = await newSecret(vault, name.id);
			const added = await addWebhook(sql, { ...name, url, secretSealed }, MOST_WEBHOOKS, actor);
			return added ? secret : undefined;
		},
		remove: (name, actor) => removeWebhook(sql, name, actor),
		switch: (name, on, actor) => switchWebhook(sql, name, on, actor),
		async rotate(name, previousUntil, actor) {
			const { secret, secretSealed } = await newSecret(vault, name.id);
			return (await rotateWebhook(sql, name, secretSealed, previousUntil, actor)) ? secret : undefined;
		},
		test: (name) => testWebhook(sql, name, newId(), MOST_TESTS),
	};
}

async function newSecret(vault: Vault, webhookId: string) {
	const secret = makeWebhookSecret(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
	return { secret, secretSealed: await vault.seal(new TextEncoder().encode(secret), `alert_webhook:${webhookId}`) };
}
