import { formatUsd } from "@turnpike/money";
import type { Alert } from "./alert.ts";

/** What an alert is called everywhere. */
export interface AlertName {
	readonly id: string;
	readonly organisationId: string;
	/** Unix milliseconds. */
	readonly at: number;
}

/** The JSON a webhook gets, as text: it is signed as it is sent. */
export function alertBody({ id, organisationId, at }: AlertName, alert: Alert): string {
	const body = { id, type: alert.kind, created_at: instant(at), organization_id: organisationId, data: dataOf(alert) };
	return JSON.stringify(body);
}

function dataOf(alert: Alert): Readonly<Record<string, string | number | boolean | null>> {
	switch (alert.kind) {
		case "balance.low":
			return { balance_usd: formatUsd(alert.balance), threshold_usd: formatUsd(alert.threshold) };
		case "budget.threshold":
			return {
				budget_id: alert.budgetId,
				scope: alert.scope,
				scope_id: alert.scopeId,
				reset: alert.reset === "none" ? "lifetime" : alert.reset,
				soft: alert.soft,
				percent: alert.percent,
				limit_usd: formatUsd(alert.limit),
				spent_usd: formatUsd(alert.spent),
				starts_at: instant(alert.startsAt),
				resets_at: alert.resetsAt === undefined ? null : instant(alert.resetsAt),
			};
		case "topup.failed":
			return { reason: alert.reason, message: alert.message };
		case "account.frozen":
			return { reason: alert.reason, amount_usd: formatUsd(alert.amount) };
		case "key.expiring":
			return { key_id: alert.keyId, name: alert.name, expires_at: instant(alert.expiresAt) };
		case "account.unfrozen":
		case "webhook.test":
			return {};
	}
}

function instant(at: number): string {
	return new Date(at).toISOString();
}
