export { priceOf } from "./price-of.ts";
export { chargeFromPico, costFromPico } from "./round.ts";
export { approximateUsd, formatPicoUsd, formatUsd, formatUsdPerUnit, parseUsd, parseUsdPerMillion } from "./text.ts";
export {
	MAX_NANO_USD,
	NANO_PER_CENT,
	NANO_PER_USD,
	type NanoUsd,
	nanoUsd,
	PICO_PER_NANO,
	PICO_PER_USD,
	type PicoUsd,
	type PicoUsdPerUnit,
	picoUsdPerUnit,
	ZERO_NANO_USD,
	ZERO_PICO_USD,
} from "./units.ts";
