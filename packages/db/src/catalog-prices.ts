import { askingAgain } from "./ask-again.ts";
import type { Database, Queries } from "./connect.ts";

/** A price version as stored: the catalog serialises and reads the prices. */
export interface StoredPriceVersion {
	readonly id: string;
	readonly endpointId: string;
	readonly effectiveFrom: number;
	readonly source: string;
	/** JSON text. */
	readonly prices: string;
}

/** Makes versions known, once each: they are append-only and named by their content. @returns how many were new. */
export async function recordPriceVersions(sql: Database, versions: readonly StoredPriceVersion[]): Promise<number> {
	const rows = versions.map((version) => ({
		id: version.id,
		endpoint_id: version.endpointId,
		effective_from: new Date(version.effectiveFrom).toISOString(),
		source: version.source,
		prices: JSON.parse(version.prices),
	}));
	const inserted = await askingAgain(sql)`insert into price_version (id, endpoint_id, effective_from, source, prices)
		select * from json_to_recordset(${JSON.stringify(rows)}::text::json)
			as r (id text, endpoint_id text, effective_from timestamptz, source text, prices jsonb)
		on conflict (id) do nothing`;
	return inserted.count;
}

/** @returns those of the ids under which no version is known. */
export async function unknownPriceVersions(sql: Database, ids: readonly string[]): Promise<string[]> {
	const rows = await askingAgain(sql)<{ id: string }[]>`select id from unnest(${[...ids]}::text[]) as id
		where not exists (select from price_version where price_version.id = id.id)`;
	return rows.map(({ id }) => id);
}

/** @returns the JSON text of each known version. */
export async function readPriceVersions(sql: Queries, ids: readonly string[]): Promise<Map<string, string>> {
	const rows = await sql<{ id: string; prices: string }[]>`
		select id, prices::text as prices from price_version where id = any (${[...ids]}::text[])`;
	return new Map(rows.map((row) => [row.id, row.prices]));
}
