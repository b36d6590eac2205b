import { type PriceVersion, pricesFor } from "@turnpike/catalog";
import { formatPicoUsd, formatUsdPerUnit, type NanoUsd, PICO_PER_NANO, type PicoUsd, priceOf } from "@turnpike/money";
import { promptTokens, USAGE_CLASSES, type Usage } from "@turnpike/wire";
import type { GenerationRecordObject } from "@turnpike/wire/account";

export interface CostLines {
	readonly lines: GenerationRecordObject["cost_breakdown"];
	readonly adjustments: GenerationRecordObject["cost_adjustments"];
}

/**
 * How a charge comes about: a line for each class used, units × price, exact; then what was taken off their sum, which is
 * the one rounding, and what no hold covered. All of it together is the charge, to the pico-dollar.
 *
 * @param version the prices in force when it was admitted; undefined: nobody knows them, and nothing can be told.
 */
export function costLines(usage: Usage, version: PriceVersion | undefined, charge: NanoUsd): CostLines {
	if (version === undefined) return { lines: [], adjustments: [] };
	const prices = pricesFor(version, promptTokens(usage));
	let sum = 0n;
	const lines = USAGE_CLASSES.flatMap((name) => {
		const units = usage[name] ?? 0;
		const price = prices[name];
		if (units === 0 || price === undefined) return [];
		const exact = priceOf(units, price);
		sum += exact;
		return [{ class: name, units, unit_price_usd: formatUsdPerUnit(price), cost_usd: formatPicoUsd(exact) }];
	});
	const rounding = -(sum % PICO_PER_NANO);
	const adjustments = [
		{ reason: "rounding" as const, amount: rounding },
		{ reason: "house" as const, amount: charge * PICO_PER_NANO - (sum + rounding) },
	];
	return {
		lines,
		adjustments: adjustments
			.filter(({ amount }) => amount !== 0n)
			.map(({ reason, amount }) => ({ reason, amount_usd: formatPicoUsd(amount as PicoUsd) })),
	};
}
