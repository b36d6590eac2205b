import type { PicoUsd } from "@turnpike/money";

/** The exact sum of two prices: adding cannot leave the unit. */
export function addPico(left: PicoUsd, right: PicoUsd): PicoUsd {
	return (left + right) as PicoUsd;
}
