import type { Database } from "../connect.ts";
import { withOrg } from "../with-org.ts";

/**
 * Whether an organisation's transaction sees nothing of others, as it must: of one that is not there, nothing at all.
 *
 * @throws when this connection may not become the role that is held to an organisation's rows.
 */
export async function areTenantsApart(sql: Database): Promise<boolean> {
	return withOrg(sql, "org_of_nobody", async (tx) => {
		const [seen] = await tx<{ count: number }[]>`select (select count(*) from organisation)::int4
			+ (select count(*) from api_key)::int4 as count`;
		return seen?.count === 0;
	});
}
