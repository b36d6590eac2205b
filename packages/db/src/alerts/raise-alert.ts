import { type Alert, alertBody } from "@turnpike/alerts";
import type { Queries } from "../connect.ts";

export interface NewAlert {
	readonly organisationId: string;
	/** What it tells, once: `budget:<crossing>`. */
	readonly dedupeKey: string;
	readonly alert: Alert;
}

/**
 * Writes an alert and puts it on its way to every webhook of its organisation that is on, in the transaction of what it
 * tells: all of it is there, or nothing.
 *
 * @returns false when the same was told before.
 */
export async function raiseAlert(tx: Queries, { organisationId, dedupeKey, alert }: NewAlert): Promise<boolean> {
	const id = await insertAlert(tx, { organisationId, dedupeKey, alert });
	if (id === undefined) return false;
	// Held: one that is being deleted is waited for and left out, where the delivery to it would undo what is told.
	await tx`insert into alert_delivery (alert_id, webhook_id) select ${id}, id from alert_webhook
		where organisation_id = ${organisationId} and disabled_at is null order by id for key share`;
	return true;
}

/** As `raiseAlert`, on its way to nobody yet. @returns its id; undefined when the same was told before. */
export async function insertAlert(
	tx: Queries,
	{ organisationId, dedupeKey, alert }: NewAlert,
): Promise<string | undefined> {
	const [made] = await tx<{ id: string; at: Date }[]>`
		select 'alt_' || replace(new_uuid()::text, '-', '') as id, date_trunc('milliseconds', clock_timestamp()) as at`;
	if (!made) throw new Error("the database made no id");
	const body = alertBody({ id: made.id, organisationId, at: made.at.getTime() }, alert);
	const stored = await tx`insert into alert (id, organisation_id, kind, dedupe_key, body, created_at)
		values (${made.id}, ${organisationId}, ${alert.kind}, ${dedupeKey}, ${body}, ${made.at})
		on conflict (dedupe_key) do nothing`;
	return stored.count === 1 ? made.id : undefined;
}
