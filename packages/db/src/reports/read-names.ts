import type { Database } from "../connect.ts";

/** What an organisation calls its keys and projects, by id; the revoked ones, too. */
export interface Names {
	readonly key: ReadonlyMap<string, string>;
	readonly project: ReadonlyMap<string, string>;
}

export async function readNames(sql: Database, organisationId: string): Promise<Names> {
	const rows = await sql<{ kind: keyof Names; id: string; name: string }[]>`
		select 'key' as kind, id, name from api_key where organisation_id = ${organisationId}
		union all select 'project', id, name from project where organisation_id = ${organisationId}`;
	const of = (kind: keyof Names) => new Map(rows.filter((row) => row.kind === kind).map(({ id, name }) => [id, name]));
	return { key: of("key"), project: of("project") };
}
