import * as z from "zod";

const names = z.array(z.string()).max(100).nullish();
const price = z.union([z.number().nonnegative().max(1_000_000), z.string().regex(/^\d{1,9}(\.\d{1,6})?$/)]).nullish();
const SORTS = ["price", "throughput", "latency", "exacto"] as const;
const percentiles = z.looseObject({
	p50: z.number().nonnegative().nullish(),
	p75: z.number().nonnegative().nullish(),
	p90: z.number().nonnegative().nullish(),
	p99: z.number().nonnegative().nullish(),
});
const cutoff = z.union([z.number().nonnegative(), percentiles]).nullish();

/** OpenRouter's `provider` object. Prices are USD per million tokens (`request`: per request). */
export const providerSchema = z.looseObject({
	order: names,
	only: names,
	ignore: names,
	allow_fallbacks: z.boolean().nullish(),
	require_parameters: z.boolean().nullish(),
	data_collection: z.enum(["allow", "deny"]).nullish(),
	zdr: z.boolean().nullish(),
	quantizations: names,
	sort: z
		.union([
			z.enum(SORTS),
			z.looseObject({ by: z.enum(SORTS).nullish(), partition: z.enum(["model", "none"]).nullish() }),
		])
		.nullish(),
	max_price: z.looseObject({ prompt: price, completion: price, request: price, image: price, audio: price }).nullish(),
	preferred_min_throughput: cutoff,
	preferred_max_latency: cutoff,
});

export type ProviderObject = z.infer<typeof providerSchema>;
