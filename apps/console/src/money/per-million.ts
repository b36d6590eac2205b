const PER_UNIT = /^(\d+)(?:\.(\d+))?$/;
const PLACES = 6;

/**
 * A price per token ("0.00000015") as a price per million tokens ("0.15"): the point moves, no digit changes.
 *
 * @returns undefined where no price is known ("-1").
 */
export function perMillion(perToken: string | undefined): string | undefined {
	const match = PER_UNIT.exec(perToken ?? "");
	if (!match) return undefined;
	const [, whole = "0", fraction = ""] = match;
	const digits = fraction.padEnd(PLACES, "0");
	const dollars = `${whole}${digits.slice(0, PLACES)}`.replace(/^0+(?=\d)/, "");
	const cents = digits.slice(PLACES).replace(/0+$/, "");
	return `${dollars}.${cents.padEnd(2, "0")}`;
}

/** Orders prices per token exactly; unknown ones come last. */
export function comparePrices(one: string | undefined, other: string | undefined): number {
	const [a, b] = [inPico(one), inPico(other)];
	if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
	return a < b ? -1 : a > b ? 1 : 0;
}

/** Pico-USD per token; undefined where no price is known. */
export function inPico(perToken: string | undefined): bigint | undefined {
	const match = PER_UNIT.exec(perToken ?? "");
	return match ? BigInt(`${match[1]}${(match[2] ?? "").padEnd(12, "0").slice(0, 12)}`) : undefined;
}
