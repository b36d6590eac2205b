import type { SourceCost } from "./source-schema.ts";

/**
 * Prices that differ from the source's, by `<provider slug> <provider model id>`, each with where it is from.
 *
 * DeepSeek bills peak hours (UTC 01:00–04:00 and 06:00–10:00 on working days) at twice the price of the rest. Which
 * moment of a request decides is not documented, so a price that follows the clock could not be exact: the dearer one
 * holds all day.
 */
export const PRICE_CORRECTIONS: ReadonlyMap<string, { readonly cost: SourceCost; readonly source: string }> = new Map([
	[
		"deepseek deepseek-v4-pro",
		{
			cost: { input: 1.32, output: 3.96, reasoning: 3.96, cache_read: 0.044 },
			source: "pi-ai 2026-11-10 and genai-prices 0.1.8, peak hours",
		},
	],
	[
		"deepseek deepseek-flash",
		{
			cost: { input: 0.3, output: 1.2, reasoning: 1.2, cache_read: 0.006 },
			source: "models.dev 2026-09-30, peak hours (twice the stated off-peak price)",
		},
	],
]);

/**
 * Endpoints whose stated cost leaves something out that every call may be billed for: they have no price, since an
 * incomplete one would bill less than the call costs. A prefix of `<provider slug> <provider model id>`.
 */
export const INCOMPLETE_PRICES: readonly string[] = [
	// Searches and requests are billed beside the tokens.
	"openrouter perplexity/",
	"openrouter relace/relace-search",
];

/**
 * Endpoints outside `:free` whose zero price is meant; every other zero is taken for "unknown" and left unpriced.
 * None so far: what the source prices at zero elsewhere is a preview that its provider lists no price for.
 */
export const MEANT_AS_FREE: ReadonlySet<string> = new Set<string>();
