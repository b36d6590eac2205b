/**
 * The two units of money, branded so that they cannot be mixed.
 *
 * The ledger counts whole nano-USD (1 cent = 10^7 nano), prices are whole pico-USD per unit
 * (1 pico-USD per token = 1 micro-USD per million tokens). Both are bigint: no float touches money.
 */
declare const unit: unique symbol;

/** An amount of money in nano-USD (10^-9 USD), as the ledger keeps it. */
export type NanoUsd = bigint & { readonly [unit]: "nano-USD" };

/** An amount of money in pico-USD (10^-12 USD), the exact sum of prices before the one rounding. */
export type PicoUsd = bigint & { readonly [unit]: "pico-USD" };

/** A price in pico-USD for one unit of a usage class (a token, a request, an image). */
export type PicoUsdPerUnit = bigint & { readonly [unit]: "pico-USD per unit" };

export const NANO_PER_USD = 1_000_000_000n;
export const NANO_PER_CENT = 10_000_000n;
export const PICO_PER_NANO = 1_000n;
export const PICO_PER_USD = 1_000_000_000_000n;

/** The largest amount an int64 column can hold: about 9.22 thousand million USD. */
export const MAX_NANO_USD = 9_223_372_036_854_775_807n;

export function nanoUsd(amount: bigint): NanoUsd {
	if (amount > MAX_NANO_USD || amount < -MAX_NANO_USD) {
		throw new RangeError(`${amount} nano-USD does not fit the ledger's 64 bits`);
	}
	return amount as NanoUsd;
}

export function picoUsdPerUnit(price: bigint): PicoUsdPerUnit {
	if (price < 0n) throw new RangeError(`a price may not be negative: ${price} pico-USD per unit`);
	return price as PicoUsdPerUnit;
}

export const ZERO_NANO_USD = 0n as NanoUsd;
export const ZERO_PICO_USD = 0n as PicoUsd;
