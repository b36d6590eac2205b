import { queryOptions } from "@tanstack/react-query";
import type { AlertsAnswer, WebhookObject, WebhookSecretAnswer } from "@turnpike/wire/account";
import { request } from "./request.ts";

export type Alerts = AlertsAnswer["data"];
export type Webhook = WebhookObject;

const REFRESH_MS = 15_000;

export const alertsQuery = queryOptions({
	queryKey: ["alerts"],
	queryFn: ({ signal }) => readAlerts(signal),
	refetchInterval: REFRESH_MS,
});

async function readAlerts(signal?: AbortSignal): Promise<Alerts> {
	return (await request<AlertsAnswer>("/v1/alerts", signal && { signal })).data;
}

/** What an organisation wants to be told. */
interface AlertSettings {
	readonly mail: boolean;
	/** null: the balance is not watched. */
	readonly low_balance_usd: string | null;
}

export const setAlerts = (settings: AlertSettings) =>
	request<AlertsAnswer>("/v1/alerts", { method: "PUT", body: settings });

const pathOf = (id: string) => `/v1/alerts/webhooks/${encodeURIComponent(id)}`;

export const addWebhook = (url: string) =>
	request<WebhookSecretAnswer>("/v1/alerts/webhooks", { method: "POST", body: { url } });
export const rotateWebhook = (id: string) => request<WebhookSecretAnswer>(`${pathOf(id)}/rotate`, { method: "POST" });
export const switchWebhook = (id: string, enabled: boolean) =>
	request(pathOf(id), { method: "PATCH", body: { enabled } });
export const deleteWebhook = (id: string) => request(pathOf(id), { method: "DELETE" });

/** How a test went. `waiting`: nobody knows yet. */
export type TestOutcome =
	| { readonly kind: "arrived" | "waiting" }
	| { readonly kind: "failed"; readonly trouble: string | null };

const LOOK_AGAIN_MS = 700;
/** Longer than an attempt may take, and the wait for its turn. */
const PATIENCE_MS = 20_000;

/** Sends a test and waits until it is known how that went. */
export async function sendTest(id: string): Promise<TestOutcome> {
	const before = await readWebhook(id);
	await request(`${pathOf(id)}/test`, { method: "POST" });
	const until = Date.now() + PATIENCE_MS;
	for (;;) {
		await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
		const outcome = testOutcome(before, await readWebhook(id));
		if (outcome.kind !== "waiting" || Date.now() > until) return outcome;
	}
}

async function readWebhook(id: string): Promise<Webhook> {
	const found = (await readAlerts()).webhooks.find((webhook) => webhook.id === id);
	if (!found) throw new Error("The webhook is gone: somebody deleted it.");
	return found;
}

type Progress = Pick<Webhook, "waiting" | "last_delivered_at" | "last_trouble">;

/** What a webhook says of a test that was sent after it was as `before`: a test is tried once. */
export function testOutcome(before: Progress, now: Progress): TestOutcome {
	if (now.last_delivered_at !== before.last_delivered_at) return { kind: "arrived" };
	if (now.waiting > before.waiting) return { kind: "waiting" };
	return { kind: "failed", trouble: now.last_trouble };
}
