import type { Database, Queries } from "../connect.ts";
import { uuidAt } from "../usage/uuid-at.ts";
import type { GenerationRow } from "./generation-row.ts";
import type { GenerationsQuery } from "./generations-query.ts";
import { inReport } from "./in-report.ts";
import { joinPages, type PartPage } from "./join-pages.ts";
import { type LogPart, parkedPart, postedPart, waitingPart } from "./log-parts.ts";
import { nextWindow } from "./next-window.ts";
import { type IdRange, scanPart } from "./scan-part.ts";

export interface GenerationPage {
	readonly rows: readonly GenerationRow[];
	/** What the next page is `before`; undefined at the end. A page may be short, even empty, and have a next one. */
	readonly next: string | undefined;
}

/** How much of the log is looked at for one page, however little of it is wanted. */
export interface ScanBudget {
	/** Generations looked at in one scan. */
	readonly rows: number;
	readonly scans: number;
}

const BUDGET: ScanBudget = { rows: 20_000, scans: 50 };

/**
 * One page of an organisation's generations, posted or not, from the moment they are durable. Its work is bounded: a
 * filter that hardly anything passes makes short pages, never a long wait.
 */
export function listGenerations(
	sql: Database,
	query: GenerationsQuery,
	budget: ScanBudget = BUDGET,
): Promise<GenerationPage> {
	const range = { from: uuidAt(query.from ?? 0), upTo: upperEnd(query) };
	return inReport(sql, query.organisationId, async (tx) => {
		const whole = async (within: IdRange) => within;
		const parts = await Promise.all([
			readPart(tx, query, postedPart(tx, query), range, budget, (within) => nextWindow(tx, query, within)),
			readPart(tx, query, waitingPart(tx, query), range, budget, whole),
			readPart(tx, query, parkedPart(tx, query), range, budget, whole),
		]);
		return joinPages(parts, query.limit);
	});
}

/** The last day that dates are written for. */
const NEVER = Date.UTC(9999, 11, 31);

/** The exclusive upper end: the cursor, or the period's. */
function upperEnd({ before, to }: GenerationsQuery): string {
	const end = uuidAt(to ?? NEVER);
	return before !== undefined && before < end ? before : end;
}

/**
 * Scans a part of the log downwards, window by window, until the page is full or the budget spent.
 *
 * @param next the newest window of a range where anything wanted can lie; undefined: nowhere in it.
 */
async function readPart(
	tx: Queries,
	query: GenerationsQuery,
	part: LogPart,
	range: IdRange,
	budget: ScanBudget,
	next: (within: IdRange) => Promise<IdRange | undefined>,
): Promise<PartPage<GenerationRow>> {
	const rows: GenerationRow[] = [];
	let rest = range;
	for (let scans = 0; scans < budget.scans; scans++) {
		const window = rest.from < rest.upTo ? await next(rest) : undefined;
		if (!window) return { rows, completeFrom: undefined };
		const found = await scanPart(tx, query, part, window, budget.rows, query.limit + 1 - rows.length);
		rows.push(...found.rows);
		const last = rows[query.limit];
		if (last) return { rows, completeFrom: last.generationId };
		rest = { from: range.from, upTo: found.scannedDownTo };
	}
	return { rows, completeFrom: rest.from < rest.upTo ? rest.upTo : undefined };
}
