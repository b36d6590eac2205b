import { type PicoUsd, type PicoUsdPerUnit, priceOf, ZERO_PICO_USD } from "@turnpike/money";
import { promptTokens, type Usage } from "@turnpike/wire";
import type { PriceVersion } from "../model.ts";
import { addPico } from "./add-pico.ts";
import { pricesFor } from "./prices-for.ts";
import { UnpricedClass } from "./unpriced-class.ts";

/**
 * The exact price of one generation, in pico-USD: the sum over its disjoint usage classes. Nothing is rounded here.
 *
 * @throws UnpricedClass when a class that was used has no price, a class nobody knows included.
 * @throws RangeError when a count is negative or not a safe integer.
 */
export function price(usage: Usage, version: PriceVersion): PicoUsd {
	const prices: Readonly<Record<string, PicoUsdPerUnit | undefined>> = pricesFor(version, promptTokens(usage));
	const counts: Readonly<Record<string, number | undefined>> = usage;
	let total = ZERO_PICO_USD;
	for (const name in counts) {
		const count = counts[name];
		if (count === undefined || count === 0) continue;
		const unitPrice = prices[name];
		// Not `=== undefined`: usage read back from a store may name anything, "constructor" too.
		if (typeof unitPrice !== "bigint") throw new UnpricedClass(version.id, name);
		total = addPico(total, priceOf(count, unitPrice));
	}
	return total;
}
