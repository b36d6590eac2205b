import type { Queries } from "../connect.ts";
import { uuidAt } from "../usage/uuid-at.ts";
import type { GenerationsQuery } from "./generations-query.ts";
import { rollupFilter } from "./rollup-filter.ts";
import type { IdRange } from "./scan-part.ts";

const HOUR_MS = 3_600_000;
/** An id is made when a call arrives, its hour is that of its admission: the body's time later, by a clock that may be set. */
export const ARRIVAL_SLACK_MS = 120_000;

/**
 * The newest window of a range in which the rollups know posted generations that pass the filter: what is rare among
 * millions is found without looking at them.
 *
 * @returns the range itself when the query filters by nothing that the rollups know.
 */
export async function nextWindow(tx: Queries, query: GenerationsQuery, range: IdRange): Promise<IdRange | undefined> {
	const { keyId, projectId, model, provider } = query;
	if ((keyId ?? projectId ?? model ?? provider) === undefined) return range;
	const [latest] = await tx<{ hour: Date | null }[]>`select max(hour) as hour from usage_hourly
		where organisation_id = ${query.organisationId} and hour < ${new Date(timeOf(range.upTo) + ARRIVAL_SLACK_MS)}
			and hour > ${new Date(timeOf(range.from) - HOUR_MS - ARRIVAL_SLACK_MS)} ${rollupFilter(tx, query)}`;
	if (!latest?.hour) return undefined;
	const hour = latest.hour.getTime();
	return {
		from: larger(range.from, uuidAt(hour - ARRIVAL_SLACK_MS)),
		upTo: smaller(range.upTo, uuidAt(hour + HOUR_MS + ARRIVAL_SLACK_MS)),
	};
}

/** Unix milliseconds that an id begins with. */
function timeOf(id: string): number {
	return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

function larger(a: string, b: string): string {
	return a > b ? a : b;
}

function smaller(a: string, b: string): string {
	return a < b ? a : b;
}
