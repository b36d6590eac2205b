import { type PicoUsd, priceOf } from "@turnpike/money";
import type { PriceVersion } from "../model.ts";
import { addPico } from "./add-pico.ts";
import { dearestPrices } from "./dearest.ts";

/**
 * The most that one request with so many input and output tokens can cost, however they fall into classes (all cache
 * writes, all hidden reasoning) and whichever tier a prompt up to that size ends in. What a hold must cover.
 *
 * Web searches are not tokens and not in it: whoever allows them bounds them.
 *
 * @throws UnpricedClass when the version prices no input or no output at all.
 * @throws RangeError when a bound is negative or not a safe integer.
 */
export function boundPrice(version: PriceVersion, inputTokensBound: number, outputTokensBound: number): PicoUsd {
	const dearest = dearestPrices(version, inputTokensBound);
	const tokens = addPico(priceOf(inputTokensBound, dearest.input), priceOf(outputTokensBound, dearest.output));
	return dearest.request === undefined ? tokens : addPico(tokens, priceOf(1, dearest.request));
}
