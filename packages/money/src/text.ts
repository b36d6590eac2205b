import {
	NANO_PER_USD,
	type NanoUsd,
	nanoUsd,
	PICO_PER_USD,
	type PicoUsd,
	type PicoUsdPerUnit,
	picoUsdPerUnit,
} from "./units.ts";

const USD_PATTERN = /^(-?)(\d{1,10})(?:\.(\d{1,9}))?$/;
const PRICE_PATTERN = /^(\d{1,9})(?:\.(\d{1,6}))?$/;

/**
 * Reads a decimal amount of USD ("10", "0.05", "12.345678901") exactly.
 *
 * @throws RangeError when the text is not a decimal with at most nine places.
 */
export function parseUsd(text: string): NanoUsd {
	const match = USD_PATTERN.exec(text);
	if (!match) throw new RangeError(`not an amount of USD with at most nine decimal places: ${JSON.stringify(text)}`);
	const [, sign, whole = "0", fraction = ""] = match;
	const magnitude = BigInt(whole) * NANO_PER_USD + BigInt(fraction.padEnd(9, "0"));
	return nanoUsd(sign === "-" ? -magnitude : magnitude);
}

/** Writes an amount as a decimal string with all nine places: the exact form in JSON (`*_usd`). */
export function formatUsd(amount: NanoUsd): string {
	const digits = (amount < 0n ? -amount : amount).toString().padStart(10, "0");
	return `${amount < 0n ? "-" : ""}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

/**
 * Reads a price in USD per million units ("0.15", "2.5") as pico-USD per unit; the two differ by 10^6 exactly.
 *
 * @throws RangeError when the text is not a decimal with at most six places.
 */
export function parseUsdPerMillion(text: string): PicoUsdPerUnit {
	const match = PRICE_PATTERN.exec(text);
	if (!match) throw new RangeError(`not a price in USD per million with at most six places: ${JSON.stringify(text)}`);
	const [, whole = "0", fraction = ""] = match;
	return picoUsdPerUnit(BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, "0")));
}

/** Writes an exact sum of prices, before its rounding, as a decimal string with all twelve places. */
export function formatPicoUsd(amount: PicoUsd): string {
	const magnitude = amount < 0n ? -amount : amount;
	const fraction = (magnitude % PICO_PER_USD).toString().padStart(12, "0");
	return `${amount < 0n ? "-" : ""}${magnitude / PICO_PER_USD}.${fraction}`;
}

/** Writes a price as USD per single unit, without trailing zeros: OpenRouter's `pricing` strings ("0.00000015"). */
export function formatUsdPerUnit(price: PicoUsdPerUnit): string {
	const whole = price / 1_000_000_000_000n;
	const fraction = (price % 1_000_000_000_000n).toString().padStart(12, "0").replace(/0+$/, "");
	return fraction === "" ? whole.toString() : `${whole}.${fraction}`;
}

/**
 * The nearest JavaScript number to an amount, for JSON fields that peers define as numbers.
 * The decimal string beside it is the truth; nothing computes with this one.
 */
export function approximateUsd(amount: NanoUsd): number {
	const nano = Number(amount);
	// The quotient of two exact numbers is the nearest there is (IEEE 754): what reading the decimal would give.
	return Number.isSafeInteger(nano) ? nano / 1e9 : Number(formatUsd(amount));
}
