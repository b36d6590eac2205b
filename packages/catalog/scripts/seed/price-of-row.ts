import type { SeedFile } from "../../src/snapshot/seed-schema.ts";
import { decimalText } from "./decimal-text.ts";
import { INCOMPLETE_PRICES, MEANT_AS_FREE, PRICE_CORRECTIONS } from "./price-corrections.ts";
import type { SourceCost, SourceModel } from "./source-schema.ts";

export type SeedPrice = NonNullable<SeedFile["endpoints"][number]["price"]>;

/** A cache price of zero beside an input that costs is a place left empty, not a gift. */
function isStated(price: number | undefined, input: number): price is number {
	return price !== undefined && (price > 0 || input === 0);
}

function stated(cost: Omit<SourceCost, "tiers">) {
	const { input, cache_read: read, cache_write: write } = cost;
	return {
		input: decimalText(input),
		output: decimalText(cost.output),
		...(cost.reasoning === undefined ? {} : { reasoning: decimalText(cost.reasoning) }),
		...(isStated(read, input) ? { cache_read: decimalText(read) } : {}),
		...(isStated(write, input) ? { cache_write: decimalText(write) } : {}),
	};
}

function isMeantAsFree(key: string): boolean {
	return key.endsWith(":free") || MEANT_AS_FREE.has(key);
}

/** What a row costs, or undefined where no price is known: a missing cost, an incomplete one, or an accidental zero. */
export function priceOfRow(provider: string, model: SourceModel): SeedPrice | undefined {
	const key = `${provider} ${model.id}`;
	if (INCOMPLETE_PRICES.some((prefix) => key.startsWith(prefix))) return undefined;
	const correction = PRICE_CORRECTIONS.get(key);
	const cost = correction?.cost ?? model.cost;
	if (cost === undefined) return undefined;
	if (cost.input === 0 && cost.output === 0 && !isMeantAsFree(key)) return undefined;
	const tiers = (cost.tiers ?? [])
		.map(({ tier, ...prices }) => ({ above: tier.size, ...stated(prices) }))
		.sort((left, right) => left.above - right.above);
	return {
		...stated(cost),
		...(correction === undefined ? {} : { source: correction.source }),
		...(tiers.length === 0 ? {} : { tiers }),
	};
}
