import type { Database } from "../connect.ts";

export interface ParkedUsage {
	readonly generationId: string;
	readonly organisationId: string;
	readonly reason: string;
	readonly recordedAt: number;
}

/** Usage that could not be posted, the oldest first. */
export async function listParked(sql: Database): Promise<ParkedUsage[]> {
	const rows = await sql<
		{ generation_id: string; organisation_id: string; parked_reason: string; recorded_at: Date }[]
	>`
		select generation_id, organisation_id, parked_reason, recorded_at from usage_event
		where parked_reason is not null order by generation_id limit 1000`;
	return rows.map((row) => ({
		generationId: row.generation_id,
		organisationId: row.organisation_id,
		reason: row.parked_reason,
		recordedAt: row.recorded_at.getTime(),
	}));
}

/** Lets parked usage be posted again, after its cause was mended. @returns how many. */
export async function retryParked(sql: Database, generationId: string | undefined): Promise<number> {
	const retried = await sql`update usage_event set parked_reason = null
		where parked_reason is not null and (${generationId ?? null}::uuid is null or generation_id = ${generationId ?? null})`;
	return retried.count;
}
