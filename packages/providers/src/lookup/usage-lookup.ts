/** Where a provider can be asked what one generation used, when its answer did not get as far as to say so. */
export interface UsageLookup {
	/** Below the base URL; the generation's id is put behind it. */
	readonly path: string;
	/** Where the record stands in the answer. */
	readonly record: readonly string[];
	/** Its counts: cached tokens are inside the prompt's, reasoning inside the completion's. */
	readonly prompt: string;
	readonly cached: string;
	readonly completion: string;
	readonly reasoning: string;
}
