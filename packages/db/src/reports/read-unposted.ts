import { type NanoUsd, nanoUsd } from "@turnpike/money";
import type { Queries } from "../connect.ts";

/** Durable usage that is not posted yet: no report of posted usage has it. */
export interface UnpostedUsage {
	readonly generations: number;
	readonly charge: NanoUsd;
}

/** What an organisation, or one key of it, has waiting, and the instant (Unix milliseconds) of the snapshot that says so. */
export async function readUnposted(
	tx: Queries,
	organisationId: string,
	keyId: string | undefined,
): Promise<UnpostedUsage & { readonly asOf: number }> {
	const [row] = await tx<{ generations: bigint; charge: bigint; as_of: Date }[]>`
		select count(u.generation_id) as generations, coalesce(sum(u.charge_nano_usd), 0)::bigint as charge, now() as as_of
		from account a left join usage_event u on u.account_id = a.id and u.transaction_id is null and u.parked_reason is null
			${keyId === undefined ? tx`` : tx`and u.key_id = ${keyId}`}
		where a.organisation_id = ${organisationId}`;
	if (!row) throw new Error("an aggregate without a row");
	return { generations: Number(row.generations), charge: nanoUsd(row.charge), asOf: row.as_of.getTime() };
}
