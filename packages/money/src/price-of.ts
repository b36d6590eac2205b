import type { PicoUsd, PicoUsdPerUnit } from "./units.ts";

/**
 * The exact price of a number of units, in pico-USD. Nothing is rounded here.
 *
 * @throws RangeError when the count is negative or not a safe integer: a wrong count is an error, never a zero.
 */
export function priceOf(units: number, price: PicoUsdPerUnit): PicoUsd {
	if (!Number.isSafeInteger(units) || units < 0) throw new RangeError(`not a count of units: ${units}`);
	return (BigInt(units) * price) as PicoUsd;
}
