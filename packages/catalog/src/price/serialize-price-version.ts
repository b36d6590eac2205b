import { picoUsdPerUnit } from "@turnpike/money";
import { USAGE_CLASSES, type UsageClass } from "@turnpike/wire";
import * as z from "zod";
import type { Prices, PriceVersion } from "../model.ts";
import { priceVersion } from "./price-version.ts";

/** Prices as JSON: whole pico-USD per unit as decimal strings, since JSON numbers are not exact. */
type SerializedPrices = Partial<Record<UsageClass, string>>;

/** A price version as JSON, for the append-only store that debits are recomputed from. */
export interface SerializedPriceVersion {
	id: string;
	endpoint_id: string;
	effective_from: number;
	source: string;
	base: SerializedPrices;
	tiers: { above_prompt_tokens: number; prices: SerializedPrices }[];
}

function serializePrices(prices: Prices): SerializedPrices {
	const serialized: SerializedPrices = {};
	for (const name of USAGE_CLASSES) {
		const unitPrice = prices[name];
		if (unitPrice !== undefined) serialized[name] = unitPrice.toString();
	}
	return serialized;
}

export function serializePriceVersion(version: PriceVersion): SerializedPriceVersion {
	return {
		id: version.id,
		endpoint_id: version.endpointId,
		effective_from: version.effectiveFrom,
		source: version.source,
		base: serializePrices(version.base),
		tiers: version.tiers.map((tier) => ({
			above_prompt_tokens: tier.abovePromptTokens,
			prices: serializePrices(tier.prices),
		})),
	};
}

const unitPriceSchema = z
	.string()
	.regex(/^\d{1,24}$/)
	.transform((digits) => picoUsdPerUnit(BigInt(digits)));

const pricesSchema = z.partialRecord(z.enum(USAGE_CLASSES), unitPriceSchema);

const schema = z
	.strictObject({
		id: z.string(),
		endpoint_id: z.string().min(1),
		effective_from: z.int().nonnegative(),
		source: z.string(),
		base: pricesSchema,
		tiers: z.array(z.strictObject({ above_prompt_tokens: z.int().nonnegative(), prices: pricesSchema })),
	})
	.transform((row) => ({
		id: row.id,
		version: priceVersion({
			endpointId: row.endpoint_id,
			effectiveFrom: row.effective_from,
			source: row.source,
			base: row.base,
			tiers: row.tiers.map((tier) => ({ abovePromptTokens: tier.above_prompt_tokens, prices: tier.prices })),
		}),
	}));

/**
 * Reads a stored price version back and checks that it still is what its name says.
 *
 * @throws z.ZodError when it has not the shape.
 * @throws RangeError when its content does not hash to its id: nothing may be recomputed from it.
 */
export function parsePriceVersion(stored: unknown): PriceVersion {
	const { id, version } = schema.parse(stored);
	if (version.id !== id) throw new RangeError(`price version ${id} holds the facts of ${version.id}`);
	return version;
}
