import type { Database } from "../connect.ts";

/** The pepper versions under which keys that may still be used are stored: each of them is needed to check a key. */
export async function listPepperVersions(sql: Database): Promise<number[]> {
	const rows = await sql<{ version: number }[]>`
		select distinct pepper_version as version from api_key where revoked_at is null order by 1`;
	return rows.map(({ version }) => version);
}
