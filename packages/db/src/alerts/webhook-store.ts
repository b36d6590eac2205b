import { recordAct } from "../accounts/record-act.ts";
import type { Database, Queries } from "../connect.ts";
import { insertAlert } from "./raise-alert.ts";

/** A webhook as its organisation sees it. Times are unix milliseconds. */
export interface WebhookRecord {
	readonly id: string;
	readonly url: string;
	/** Until when the secret before the present one signs, too. */
	readonly previousUntil: number | undefined;
	/** Since when nothing has arrived; undefined when the last attempt did. */
	readonly failingSince: number | undefined;
	readonly disabledAt: number | undefined;
	/** Why we switched it off; "" where somebody did. */
	readonly disabledReason: string;
	readonly createdAt: number;
	/** Alerts on their way. */
	readonly waiting: number;
	readonly lastDeliveredAt: number | undefined;
	/** What the last attempt met, where it failed. */
	readonly lastTrouble: string | undefined;
}

export interface WebhookName {
	readonly organisationId: string;
	readonly id: string;
}

export interface NewWebhook extends WebhookName {
	readonly url: string;
	readonly secretSealed: Uint8Array;
}

interface WebhookRow {
	readonly id: string;
	readonly url: string;
	readonly previous_until: Date | null;
	readonly failing_since: Date | null;
	readonly disabled_at: Date | null;
	readonly disabled_reason: string;
	readonly created_at: Date;
	readonly waiting: number;
	readonly last_delivered_at: Date | null;
	readonly last_trouble: string | null;
}

/** An organisation's webhooks, the oldest first. @param id only this one. */
export async function listWebhooks(sql: Queries, organisationId: string, id?: string): Promise<WebhookRecord[]> {
	const rows = await sql<WebhookRow[]>`
		select w.id, w.url, w.previous_until, w.failing_since, w.disabled_at, w.disabled_reason, w.created_at,
			d.waiting, d.last_delivered_at, case when w.failing_since is not null then d.last_trouble end as last_trouble
		from alert_webhook w cross join lateral (select
				count(*) filter (where delivered_at is null and given_up_at is null)::int4 as waiting,
				max(delivered_at) as last_delivered_at,
				(array_agg(last_trouble order by due_at desc) filter (where last_trouble is not null))[1] as last_trouble
			from alert_delivery where webhook_id = w.id) d
		where w.organisation_id = ${organisationId} and (${id ?? null}::text is null or w.id = ${id ?? null})
		order by w.created_at, w.id`;
	return rows.map((row) => ({
		id: row.id,
		url: row.url,
		previousUntil: row.previous_until?.getTime(),
		failingSince: row.failing_since?.getTime(),
		disabledAt: row.disabled_at?.getTime(),
		disabledReason: row.disabled_reason,
		createdAt: row.created_at.getTime(),
		waiting: row.waiting,
		lastDeliveredAt: row.last_delivered_at?.getTime(),
		lastTrouble: row.last_trouble ?? undefined,
	}));
}

/** @returns false when the organisation has `most` already. */
export async function addWebhook(sql: Database, webhook: NewWebhook, most: number, actor: string): Promise<boolean> {
	const { organisationId, id, url, secretSealed } = webhook;
	return sql.begin(async (tx) => {
		await tx`select 1 from organisation where id = ${organisationId} for update`;
		const stored = await tx`insert into alert_webhook (id, organisation_id, url, secret_sealed)
			select ${id}, ${organisationId}, ${url}, ${Buffer.from(secretSealed)}
			where (select count(*) from alert_webhook where organisation_id = ${organisationId}) < ${most}`;
		if (stored.count === 0) return false;
		// The path of a webhook's address may be what lets somebody post to it.
		const detail = { host: new URL(url).host };
		await recordAct(tx, { organisationId, actor, action: "webhook.create", target: id, detail });
		return true;
	});
}

/** What is on its way to it is not delivered any more. @returns false when there is none. */
export async function removeWebhook(sql: Database, name: WebhookName, actor: string): Promise<boolean> {
	return changing(
		sql,
		name,
		actor,
		"webhook.delete",
		(tx) => tx`delete from alert_webhook where id = ${name.id} and organisation_id = ${name.organisationId}`,
	);
}

/** Gives a webhook another secret; both sign until `previousUntil`. @returns false when there is none. */
export async function rotateWebhook(
	sql: Database,
	name: WebhookName,
	secretSealed: Uint8Array,
	previousUntil: number,
	actor: string,
): Promise<boolean> {
	return changing(
		sql,
		name,
		actor,
		"webhook.rotate",
		(tx) =>
			tx`update alert_webhook set previous_sealed = secret_sealed, previous_until = ${new Date(previousUntil)},
			secret_sealed = ${Buffer.from(secretSealed)} where id = ${name.id} and organisation_id = ${name.organisationId}`,
	);
}

/** Switches a webhook off, or on again; what was on its way goes on. @returns false when there is none. */
export async function switchWebhook(sql: Database, name: WebhookName, on: boolean, actor: string): Promise<boolean> {
	return changing(sql, name, actor, on ? "webhook.enable" : "webhook.disable", (tx) =>
		on
			? tx`update alert_webhook set disabled_at = null, disabled_reason = '', failing_since = null
				where id = ${name.id} and organisation_id = ${name.organisationId}`
			: tx`update alert_webhook set disabled_at = coalesce(disabled_at, clock_timestamp())
				where id = ${name.id} and organisation_id = ${name.organisationId}`,
	);
}

async function changing(
	sql: Database,
	{ organisationId, id }: WebhookName,
	actor: string,
	action: string,
	change: (tx: Queries) => Promise<{ readonly count: number }>,
): Promise<boolean> {
	return sql.begin(async (tx) => {
		if ((await change(tx)).count === 0) return false;
		await recordAct(tx, { organisationId, actor, action, target: id, detail: {} });
		return true;
	});
}

/**
 * Puts a test on its way to one webhook, though it is off.
 *
 * @returns the alert's id; `none` when there is no such webhook, `many` when `most` wait there already.
 */
export async function testWebhook(
	sql: Database,
	{ organisationId, id }: WebhookName,
	once: string,
	most: number,
): Promise<string | { readonly refused: "none" | "many" }> {
	return sql.begin(async (tx): Promise<string | { readonly refused: "none" | "many" }> => {
		const [found] =
			await tx`select 1 from alert_webhook where id = ${id} and organisation_id = ${organisationId} for update`;
		if (!found) return { refused: "none" };
		const [tests] = await tx<{ waiting: number }[]>`select count(*)::int4 as waiting
			from alert_delivery d join alert a on a.id = d.alert_id
			where d.webhook_id = ${id} and a.kind = 'webhook.test' and d.delivered_at is null and d.given_up_at is null`;
		if ((tests?.waiting ?? 0) >= most) return { refused: "many" };
		const alertId = await insertAlert(tx, {
			organisationId,
			dedupeKey: `test:${once}`,
			alert: { kind: "webhook.test" },
		});
		if (alertId === undefined) throw new Error(`the test ${once} was made before`);
		await tx`insert into alert_delivery (alert_id, webhook_id) values (${alertId}, ${id})`;
		return alertId;
	});
}
