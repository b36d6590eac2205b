import { type NanoUsd, nanoUsd } from "@turnpike/money";

/** Lua counts in doubles: whole numbers are exact below 2^53, and the sum of two of these is. */
const BOUND = 2n ** 52n;

/** An amount as a script's argument. @throws RangeError when Lua could not count with it exactly. */
export function amountText(amount: bigint): string {
	if (amount < 0n || amount >= BOUND) throw new RangeError(`${amount} nano-USD is not from 0 to below 2^52`);
	return amount.toString();
}

/** @throws RangeError when the text is not a whole, non-negative amount. */
export function readAmount(text: string | undefined): NanoUsd {
	if (text === undefined || !/^\d{1,16}$/.test(text)) throw new RangeError(`not an amount from Redis: ${text}`);
	return nanoUsd(BigInt(text));
}
