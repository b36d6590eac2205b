import type { Database, Queries } from "../connect.ts";
import type { MailContent } from "../mail/enqueue-mail.ts";
import { mailThoseWhoPay } from "../mail/mail-those-who-pay.ts";

/** A delivery somebody is about to try. */
export interface ClaimedDelivery {
	readonly alertId: string;
	readonly webhookId: string;
	readonly organisationId: string;
	readonly url: string;
	readonly kind: string;
	readonly body: string;
	/** Under which it is signed: the present one first, then the one before while it counts. */
	readonly secretsSealed: readonly Uint8Array[];
	/** This one included. */
	readonly attempts: number;
	/** Since the alert was raised. */
	readonly ageMs: number;
}

interface ClaimedRow {
	readonly alert_id: string;
	readonly webhook_id: string;
	readonly organisation_id: string;
	readonly url: string;
	readonly kind: string;
	readonly body: string;
	readonly secret_sealed: Uint8Array;
	readonly previous_sealed: Uint8Array | null;
	readonly attempts: number;
	readonly age_ms: number;
}

/**
 * Takes deliveries that are due, the longest waiting first; nobody else gets them for `leaseMs`. A worker that dies with
 * them leaves them to be tried again then: at least once, never lost. What waits for a webhook that is off waits on; a test
 * does not.
 */
export async function claimDeliveries(sql: Database, limit: number, leaseMs: number): Promise<ClaimedDelivery[]> {
	const rows = await sql<ClaimedRow[]>`
		update alert_delivery d set due_at = clock_timestamp() + ${leaseMs} * interval '1 ms', attempts = attempts + 1
		from (select d.alert_id, d.webhook_id from alert_delivery d
				join alert_webhook w on w.id = d.webhook_id join alert a on a.id = d.alert_id
			where d.due_at <= clock_timestamp() + interval '1 ms' and d.delivered_at is null and d.given_up_at is null
				and (w.disabled_at is null or a.kind = 'webhook.test')
			order by d.due_at limit ${limit} for update of d skip locked) due, alert a, alert_webhook w
		where d.alert_id = due.alert_id and d.webhook_id = due.webhook_id and a.id = d.alert_id and w.id = d.webhook_id
		returning d.alert_id, d.webhook_id, a.organisation_id, w.url, a.kind, a.body, w.secret_sealed,
			case when w.previous_until > clock_timestamp() then w.previous_sealed end as previous_sealed, d.attempts,
			(extract(epoch from clock_timestamp() - a.created_at) * 1000)::float8 as age_ms`;
	return rows.map((row) => ({
		alertId: row.alert_id,
		webhookId: row.webhook_id,
		organisationId: row.organisation_id,
		url: row.url,
		kind: row.kind,
		body: row.body,
		secretsSealed: row.previous_sealed === null ? [row.secret_sealed] : [row.secret_sealed, row.previous_sealed],
		attempts: row.attempts,
		ageMs: row.age_ms,
	}));
}

/** What came of an attempt. */
export type DeliveryOutcome =
	| { readonly kind: "delivered" }
	| { readonly kind: "later"; readonly trouble: string; readonly afterMs: number }
	| {
			readonly kind: "given_up";
			readonly trouble: string;
			/** Where nothing has arrived for so long either, the webhook is switched off. */
			readonly failingMs: number;
			readonly write: (webhook: Pick<ClaimedDelivery, "url">) => MailContent;
	  };

/** Writes what came of a delivery. What another attempt has settled meanwhile stays, and says nothing of its webhook. */
export async function settleDelivery(sql: Database, claimed: ClaimedDelivery, outcome: DeliveryOutcome): Promise<void> {
	await sql.begin(async (tx) => {
		if ((await writeOutcome(tx, claimed, outcome)).count === 0) return;
		const { webhookId } = claimed;
		if (outcome.kind === "delivered") {
			await tx`update alert_webhook set failing_since = null where id = ${webhookId} and failing_since is not null`;
			return;
		}
		await tx`update alert_webhook set failing_since = clock_timestamp() where id = ${webhookId} and failing_since is null`;
		if (outcome.kind === "given_up") await switchOffIfDead(tx, claimed, outcome);
	});
}

function writeOutcome(tx: Queries, { alertId, webhookId }: ClaimedDelivery, outcome: DeliveryOutcome) {
	const open = tx`alert_id = ${alertId} and webhook_id = ${webhookId} and delivered_at is null and given_up_at is null`;
	switch (outcome.kind) {
		case "delivered":
			return tx`update alert_delivery set delivered_at = clock_timestamp(), last_trouble = null where ${open}`;
		case "later":
			return tx`update alert_delivery set due_at = clock_timestamp() + ${outcome.afterMs} * interval '1 ms',
				last_trouble = ${outcome.trouble} where ${open}`;
		case "given_up":
			return tx`update alert_delivery set given_up_at = clock_timestamp(), last_trouble = ${outcome.trouble} where ${open}`;
	}
}

type GivenUp = Extract<DeliveryOutcome, { kind: "given_up" }>;

/** A webhook at which nothing has arrived for long is switched off, once, and its organisation told by mail. */
async function switchOffIfDead(tx: Queries, claimed: ClaimedDelivery, { trouble, failingMs, write }: GivenUp) {
	const { webhookId, organisationId } = claimed;
	const [off] = await tx<{ at: Date }[]>`update alert_webhook
		set disabled_at = clock_timestamp(), disabled_reason = ${trouble}
		where id = ${webhookId} and disabled_at is null
			and failing_since <= clock_timestamp() - ${failingMs} * interval '1 ms' returning disabled_at as at`;
	if (off) await mailThoseWhoPay(tx, organisationId, `webhook_off:${webhookId}:${off.at.getTime()}`, write(claimed));
}

/** Forgets alerts of long ago. Whatever could tell the same again remembers for itself that it has. */
export async function forgetAlerts(sql: Database, olderThanDays: number): Promise<number> {
	const forgotten =
		await sql`delete from alert where created_at < clock_timestamp() - ${olderThanDays} * interval '1 day'`;
	return forgotten.count;
}
