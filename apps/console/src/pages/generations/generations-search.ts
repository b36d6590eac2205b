import type { GenerationFilters } from "../../api/generations.ts";
import { type Interval, readRange } from "../../time/time-range.ts";
import { pick, type UrlSearch } from "../../url-search.ts";

export const STATUSES = ["completed", "aborted", "interrupted", "cut", "failed"] as const;
export type Status = (typeof STATUSES)[number];

/** What the log shows, as it stands in its address. */
export interface GenerationsSearch {
	readonly time?: string;
	readonly key?: string;
	readonly project?: string;
	readonly model?: string;
	readonly provider?: string;
	readonly status?: string;
}

const NAMES = ["time", "key", "project", "model", "provider", "status"] as const;

export function readGenerationsSearch(search: UrlSearch): GenerationsSearch {
	return pick(search, ...NAMES);
}

/** The API's filters for it. A time that goes up to now has no end, so that what comes next is in it. */
export function filtersFor(search: GenerationsSearch, { from, to }: Interval): GenerationFilters {
	const { key, project, model, provider } = search;
	return {
		from: new Date(from).toISOString(),
		to: readRange(search.time).kind === "days" ? new Date(to).toISOString() : undefined,
		key,
		project,
		model,
		provider,
		status: STATUSES.find((status) => status === search.status),
	};
}
