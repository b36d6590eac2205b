import type { AlertSettings, WebhookRecord } from "@turnpike/db";
import { approximateUsd, formatUsd } from "@turnpike/money";
import type { AlertsAnswer, WebhookObject } from "@turnpike/wire/account";

/** A webhook as the API writes it: its secret is nowhere in it. */
export function webhookObject(webhook: WebhookRecord): WebhookObject {
	return {
		object: "webhook",
		id: webhook.id,
		url: webhook.url,
		enabled: webhook.disabledAt === undefined,
		disabled_reason: webhook.disabledReason || null,
		failing_since: instant(webhook.failingSince),
		last_trouble: webhook.lastTrouble ?? null,
		last_delivered_at: instant(webhook.lastDeliveredAt),
		waiting: webhook.waiting,
		previous_secret_until: instant(webhook.previousUntil),
		created_at: new Date(webhook.createdAt).toISOString(),
	};
}

export function alertsObject(
	{ mail, lowBalance }: AlertSettings,
	webhooks: readonly WebhookRecord[],
): AlertsAnswer["data"] {
	return {
		object: "alerts",
		mail,
		low_balance: lowBalance === undefined ? null : approximateUsd(lowBalance),
		low_balance_usd: lowBalance === undefined ? null : formatUsd(lowBalance),
		webhooks: webhooks.map(webhookObject),
	};
}

function instant(at: number | undefined): string | null {
	return at === undefined ? null : new Date(at).toISOString();
}
