import { type NanoUsd, nanoUsd, PICO_PER_NANO, type PicoUsd } from "./units.ts";

/** What the customer is charged: the exact price rounded down, once per generation, in the customer's favour. */
export function chargeFromPico(price: PicoUsd): NanoUsd {
	if (price < 0n) throw new RangeError(`a charge may not be negative: ${price} pico-USD`);
	return nanoUsd(price / PICO_PER_NANO);
}

/** What the provider bills us, and what a hold must cover: the exact price rounded up. */
export function costFromPico(price: PicoUsd): NanoUsd {
	if (price < 0n) throw new RangeError(`a cost may not be negative: ${price} pico-USD`);
	return nanoUsd((price + PICO_PER_NANO - 1n) / PICO_PER_NANO);
}
