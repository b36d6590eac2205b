import { GROUPS, type Group } from "../../api/analytics.ts";
import { pick, type UrlSearch } from "../../url-search.ts";
import { MEASURES, type Measure } from "./usage-series.ts";

/** What the usage page shows, as it stands in its address. */
export interface UsageSearch {
	readonly time?: string;
	readonly by?: string;
	readonly measure?: string;
}

const NAMES = ["time", "by", "measure"] as const;

export function readUsageSearch(search: UrlSearch): UsageSearch {
	return pick(search, ...NAMES);
}

export function groupOf({ by }: UsageSearch): Group {
	return GROUPS.find((group) => group === by) ?? "model";
}

export function measureOf({ measure }: UsageSearch): Measure {
	return MEASURES.find((each) => each === measure) ?? "cost";
}
