import type { UrlSearch } from "../../url-search.ts";

/** What the comparison shows, as it stands in its address. */
export interface ComparisonSearch {
	/** Ids of models, by commas. */
	readonly models?: string;
}

export function readComparison({ models }: UrlSearch): ComparisonSearch {
	return models ? { models } : {};
}
