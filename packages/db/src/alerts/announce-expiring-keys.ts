import type { Database } from "../connect.ts";
import { tellAlert, type WriteAlert } from "./tell-alert.ts";

interface ExpiringRow {
	readonly id: string;
	readonly organisation_id: string;
	readonly name: string;
	readonly expires_at: Date;
}

/** Tells of keys that expire within `days`, each once for the moment it expires. @returns how many were told of. */
export async function announceExpiringKeys(
	sql: Database,
	write: WriteAlert,
	days: number,
	limit: number,
): Promise<number> {
	return sql.begin(async (tx) => {
		const rows = await tx<ExpiringRow[]>`select k.id, k.organisation_id, k.name, k.expires_at from api_key k
			where k.expires_at between clock_timestamp() and clock_timestamp() + ${days} * interval '1 day'
				and k.revoked_at is null and not k.disabled
				and not exists (select 1 from alert a where a.dedupe_key =
					'key_expiring:' || k.id || ':' || (extract(epoch from k.expires_at) * 1000)::bigint)
			order by k.id limit ${limit}`;
		let told = 0;
		for (const { id, organisation_id: organisationId, name, expires_at } of rows) {
			const expiresAt = expires_at.getTime();
			const alert = { kind: "key.expiring", keyId: id, name, expiresAt } as const;
			if (await tellAlert(tx, { organisationId, dedupeKey: `key_expiring:${id}:${expiresAt}`, alert }, write))
				told += 1;
		}
		return told;
	});
}
