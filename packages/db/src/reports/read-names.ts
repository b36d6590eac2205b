import type { Database } from "../connect.ts";
import { withOrg } from "../with-org.ts";

/** What an organisation calls its keys, projects and members, by id; revoked keys, too. */
export interface Names {
	readonly key: ReadonlyMap<string, string>;
	readonly project: ReadonlyMap<string, string>;
	readonly member: ReadonlyMap<string, string>;
}

export async function readNames(sql: Database, organisationId: string): Promise<Names> {
	const rows = await withOrg(
		sql,
		organisationId,
		(tx) => tx<{ kind: keyof Names; id: string; name: string }[]>`
			select 'key' as kind, id, name from api_key where organisation_id = ${organisationId}
			union all select 'project', id, name from project where organisation_id = ${organisationId}
			union all select 'member', m.id, u.name from member m join app_user u on u.id = m.user_id
				where m.organisation_id = ${organisationId}`,
	);
	const of = (kind: keyof Names) => new Map(rows.filter((row) => row.kind === kind).map(({ id, name }) => [id, name]));
	return { key: of("key"), project: of("project"), member: of("member") };
}
