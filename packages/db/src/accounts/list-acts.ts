import type { Queries } from "../connect.ts";

export interface ActRecord {
	readonly id: string;
	/** Unix milliseconds. */
	readonly at: number;
	readonly actor: string;
	readonly action: string;
	readonly target: string;
	readonly detail: Readonly<Record<string, unknown>>;
}

interface ActRow extends Omit<ActRecord, "at"> {
	readonly at: Date;
}

/** Privileged acts that concern an organisation, the newest first. @param before only acts older than this id. */
export async function listActs(
	tx: Queries,
	organisationId: string,
	limit: number,
	before: string | undefined,
): Promise<ActRecord[]> {
	const rows = await tx<ActRow[]>`select id::text as id, at, actor, action, target, detail from audit_log
		where organisation_id = ${organisationId} and (${before ?? null}::bigint is null or id < ${before ?? null}::bigint)
		order by audit_log.id desc limit ${limit}`;
	return rows.map(({ at, ...act }) => ({ ...act, at: at.getTime() }));
}
