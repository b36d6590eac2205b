import type { Fragment, Queries } from "../connect.ts";
import { type GenerationRow, LISTED_COLUMNS, type ListedRow, readListedRow } from "./generation-row.ts";
import type { GenerationsQuery } from "./generations-query.ts";
import type { LogPart } from "./log-parts.ts";
import { rollupFilter } from "./rollup-filter.ts";

/** Generation ids from one on, up to another, which is not in it. */
export interface IdRange {
	readonly from: string;
	readonly upTo: string;
}

/**
 * The newest generations of a range that pass the query's filter.
 *
 * @param most generations looked at.
 * @param limit generations wanted.
 * @returns `scannedDownTo`: the range was looked at from its upper end down to here.
 */
export async function scanPart(
	tx: Queries,
	query: GenerationsQuery,
	part: LogPart,
	range: IdRange,
	most: number,
	limit: number,
): Promise<{ rows: GenerationRow[]; scannedDownTo: string }> {
	const within = tx`${part.rows} and generation_id >= ${range.from}::uuid and generation_id < ${range.upTo}::uuid`;
	const rows = await tx<ListedRow[]>`select ${tx.unsafe(LISTED_COLUMNS)}
		from (select * from usage_event where ${within} order by ${part.order} limit ${most}) scanned
		where ${filterOf(tx, query)} order by ${part.found} limit ${limit}`;
	if (rows.length === limit)
		return { rows: rows.map(readListedRow), scannedDownTo: rows[limit - 1]?.generation_id ?? "" };
	const [edge] = await tx<{ generation_id: string }[]>`select generation_id from usage_event where ${within}
		order by ${part.order} offset ${most - 1} limit 1`;
	return { rows: rows.map(readListedRow), scannedDownTo: edge?.generation_id ?? range.from };
}

function filterOf(tx: Queries, query: GenerationsQuery): Fragment {
	const { status } = query;
	return tx`true ${rollupFilter(tx, query)} ${status === undefined ? tx`` : tx`and status = ${status}`}`;
}
