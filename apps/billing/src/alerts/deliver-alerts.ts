import { GIVEN_UP_MS, nextAttempt, signWebhook } from "@turnpike/alerts";
import { type ClaimedDelivery, claimDeliveries, type DeliveryOutcome, settleDelivery } from "@turnpike/db";
import type { Vault } from "@turnpike/vault";
import type { AlertsWorld } from "./alerts-world.ts";
import { type Posted, postWebhook } from "./post-webhook.ts";
import { writeWebhookOff } from "./write-alert.ts";

const BATCH = 20;
/** Longer than an attempt can take. */
const LEASE_MS = 30_000;
const LONGEST_TROUBLE = 300;

export interface DeliveriesReport {
	readonly delivered: number;
	readonly failed: number;
	/** Whether more may be due. */
	readonly more: boolean;
}

/** Tries a batch of the deliveries that are due, all at once. */
export async function deliverAlerts(world: AlertsWorld): Promise<DeliveriesReport> {
	const claimed = await claimDeliveries(world.sql, BATCH, LEASE_MS);
	const outcomes = await Promise.all(
		claimed.map(async (delivery) => {
			const posted = await attempt(world, delivery);
			const outcome = outcomeOf(posted, delivery, world.publicUrl());
			await settleDelivery(world.sql, delivery, outcome);
			return outcome.kind;
		}),
	);
	const delivered = outcomes.filter((kind) => kind === "delivered").length;
	return { delivered, failed: outcomes.length - delivered, more: claimed.length === BATCH };
}

async function attempt(world: AlertsWorld, delivery: ClaimedDelivery): Promise<Posted> {
	const { alertId: id, url, body } = delivery;
	try {
		const secrets = await openSecrets(world.vault, delivery);
		const headers = await signWebhook({ id, timestamp: Math.floor(world.now() / 1_000), body }, secrets);
		return await postWebhook({ url, headers, body, privateHosts: world.privateHosts });
	} catch (error) {
		world.onTrouble(`signing for the webhook ${delivery.webhookId}`, error);
		return { trouble: "it could not be signed" };
	}
}

function openSecrets(vault: Vault, { webhookId, secretsSealed }: ClaimedDelivery): Promise<string[]> {
	const text = new TextDecoder();
	const context = `alert_webhook:${webhookId}`;
	return Promise.all(secretsSealed.map(async (sealed) => text.decode(await vault.open(sealed, context))));
}

/** What is written of an attempt. Anything but a 2xx is a failure, a redirect too. */
export function outcomeOf(
	posted: Posted,
	{ kind, attempts, ageMs }: Pick<ClaimedDelivery, "kind" | "attempts" | "ageMs">,
	publicUrl: string,
): DeliveryOutcome {
	if ("status" in posted && posted.status >= 200 && posted.status < 300) return { kind: "delivered" };
	const trouble = "status" in posted ? `it answered ${posted.status}` : posted.trouble.slice(0, LONGEST_TROUBLE);
	// Whoever asked for a test wants to know how it went, now.
	const afterMs = kind === "webhook.test" ? undefined : nextAttempt({ attempts, ageMs });
	if (afterMs !== undefined) return { kind: "later", trouble, afterMs };
	return { kind: "given_up", trouble, failingMs: GIVEN_UP_MS, write: ({ url }) => writeWebhookOff(url, publicUrl) };
}
