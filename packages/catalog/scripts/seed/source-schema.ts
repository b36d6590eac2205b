import * as z from "zod";

const cost = z.object({
	input: z.number(),
	output: z.number(),
	reasoning: z.number().optional(),
	cache_read: z.number().optional(),
	cache_write: z.number().optional(),
});

/** The parts of a models.dev model that the seed is made from. */
export const sourceModel = z.object({
	id: z.string(),
	name: z.string(),
	family: z.string().optional(),
	canonical_model_id: z.string().optional(),
	reasoning: z.boolean(),
	reasoning_options: z.array(z.object({ type: z.string() })).optional(),
	tool_call: z.boolean(),
	structured_output: z.boolean().optional(),
	temperature: z.boolean().optional(),
	knowledge: z.string().optional(),
	release_date: z.string(),
	modalities: z.object({ input: z.array(z.string()), output: z.array(z.string()) }),
	open_weights: z.boolean(),
	limit: z.object({ context: z.number(), input: z.number().optional(), output: z.number() }),
	status: z.string().optional(),
	// `context_over_200k`, where given, repeats the first of `tiers` and is not read.
	cost: cost
		.extend({
			tiers: z
				.array(cost.extend({ tier: z.object({ type: z.literal("context"), size: z.int().positive() }) }))
				.optional(),
		})
		.optional(),
});

/** The dump: provider id to provider. */
export const sourceSchema = z.record(
	z.string(),
	z.object({ name: z.string(), models: z.record(z.string(), z.unknown()) }),
);

export type SourceModel = z.output<typeof sourceModel>;
export type SourceCost = NonNullable<SourceModel["cost"]>;
