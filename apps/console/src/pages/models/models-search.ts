import { listOf, pick, type UrlSearch } from "../../url-search.ts";

export const MODEL_SORTS = ["newest", "price", "price-desc", "context", "name"] as const;
export type ModelSort = (typeof MODEL_SORTS)[number];

export const INPUTS = ["image", "file", "audio", "video"] as const;
export type Input = (typeof INPUTS)[number];

export const CAPABILITIES = ["tools", "structured", "reasoning", "caching"] as const;
export type Capability = (typeof CAPABILITIES)[number];

export const KINDS = ["chat", "embeddings"] as const;
export type Kind = (typeof KINDS)[number];

/** What the catalog page shows, as it stands in its address. */
export interface ModelsSearch {
	readonly q?: string;
	/** Inputs it must take beside text, by commas. */
	readonly input?: string;
	/** What it must be able to do, by commas. */
	readonly can?: string;
	/** Providers, any of which may serve it, by commas. */
	readonly provider?: string;
	readonly kind?: string;
	/** "1": only what can be called from here. */
	readonly here?: string;
	/** The least context, in tokens. */
	readonly context?: string;
	/** The highest input price, USD per million tokens. */
	readonly price?: string;
	readonly sort?: string;
	/** Ids of the models to compare, by commas. */
	readonly compare?: string;
}

/** The same, parsed. */
export interface ModelFilters {
	readonly words: string;
	readonly inputs: readonly Input[];
	readonly capabilities: readonly Capability[];
	readonly providers: readonly string[];
	readonly kind: Kind | undefined;
	readonly minContext: number;
	/** USD per million tokens. */
	readonly maxPrice: string | undefined;
	readonly sort: ModelSort;
}

const NAMES = ["q", "input", "can", "provider", "kind", "here", "context", "price", "sort", "compare"] as const;

export function readModelsSearch(search: UrlSearch): ModelsSearch {
	return pick(search, ...NAMES);
}

/** What nobody offers is left out, so that an old link shows something. */
export function filtersOf(search: ModelsSearch): ModelFilters {
	return {
		words: search.q ?? "",
		inputs: INPUTS.filter((name) => listOf(search.input).includes(name)),
		capabilities: CAPABILITIES.filter((name) => listOf(search.can).includes(name)),
		providers: listOf(search.provider),
		kind: KINDS.find((name) => name === search.kind),
		minContext: /^\d{1,9}$/.test(search.context ?? "") ? Number(search.context) : 0,
		maxPrice: /^\d{1,6}(\.\d{1,6})?$/.test(search.price ?? "") ? search.price : undefined,
		sort: MODEL_SORTS.find((name) => name === search.sort) ?? "newest",
	};
}
