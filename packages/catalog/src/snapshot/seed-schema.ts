import { parseUsdPerMillion } from "@turnpike/money";
import * as z from "zod";

/**
 * The seed's shape: facts as the source states them, prices as decimal text in USD per million tokens. Whatever follows
 * from a fact by a rule of ours (classes without a price of their own, parameter names) is derived when it is loaded.
 */
const unitPrice = z.string().transform((text, context) => {
	try {
		return parseUsdPerMillion(text);
	} catch {
		context.addIssue({ code: "custom", message: `not a price in USD per million: ${JSON.stringify(text)}` });
		return z.NEVER;
	}
});

const statedPrices = z.strictObject({
	input: unitPrice,
	output: unitPrice,
	reasoning: unitPrice.optional(),
	cache_read: unitPrice.optional(),
	cache_write: unitPrice.optional(),
});

const seedPrice = statedPrices.extend({
	source: z.string().optional(),
	tiers: z.array(statedPrices.extend({ above: z.int().positive() })).optional(),
});

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const tokens = z.int().nonnegative();

const seedModel = z.strictObject({
	slug: z.string().regex(/^[a-z0-9][a-z0-9.-]*\/[a-z0-9][a-z0-9._-]*(:[a-z]+)?$/),
	name: z.string().min(1),
	released: date,
	kind: z.enum(["chat", "embedding"]),
	openWeights: z.boolean().optional(),
	knowledge: z.string().optional(),
	aliases: z.array(z.string().min(1)).optional(),
});

const seedEndpoint = z.strictObject({
	model: z.string(),
	provider: z.string(),
	id: z.string().min(1),
	context: tokens.positive(),
	maxPrompt: tokens.positive().optional(),
	maxOutput: tokens,
	input: z.array(z.enum(["text", "image", "audio", "video", "file"])).min(1),
	features: z.array(z.enum(["tools", "structured_outputs", "reasoning", "effort", "sampling"])),
	quantization: z.string().optional(),
	deprecated: z.boolean().optional(),
	/** Absent: no price is known. */
	price: seedPrice.optional(),
});

export const seedSchema = z.strictObject({
	source: z.string(),
	asOf: date,
	providers: z.record(z.string(), z.string()),
	models: z.array(seedModel),
	endpoints: z.array(seedEndpoint),
});

/** The seed as it stands in the file. */
export type SeedFile = z.input<typeof seedSchema>;
export type Seed = z.output<typeof seedSchema>;
export type SeedModel = Seed["models"][number];
export type SeedEndpoint = Seed["endpoints"][number];
export type SeedFeature = SeedEndpoint["features"][number];
export type StatedPrices = z.output<typeof statedPrices>;
