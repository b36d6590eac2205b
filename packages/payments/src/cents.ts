import { NANO_PER_CENT, type NanoUsd, nanoUsd } from "@turnpike/money";

/** Whole cents of USD: what cards and banks are charged in. */
export type Cents = bigint;

export function nanoOfCents(cents: Cents): NanoUsd {
	return nanoUsd(cents * NANO_PER_CENT);
}

/** @returns undefined when the amount has a part of a cent. */
export function centsOfNano(amount: NanoUsd): Cents | undefined {
	return amount % NANO_PER_CENT === 0n ? amount / NANO_PER_CENT : undefined;
}
