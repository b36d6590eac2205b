const PLACES = 6;
const SHORTEST = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

/** The decimal point of a digit string moved: ("123", 2) is "1.23"; no arithmetic on floats. */
function withPoint(digits: string, places: number): string {
	if (places <= 0) return digits + "0".repeat(-places);
	const padded = digits.padStart(places + 1, "0");
	return `${padded.slice(0, -places)}.${padded.slice(-places)}`;
}

/** Half a unit or more of the sixth place rounds up. */
function quantise(text: string): string {
	const [whole = "0", fraction = ""] = text.split(".");
	if (fraction.length <= PLACES) return text;
	const scaled = BigInt(whole + fraction.slice(0, PLACES)) + (fraction.charAt(PLACES) >= "5" ? 1n : 0n);
	return withPoint(scaled.toString(), PLACES);
}

function trimZeros(text: string): string {
	return text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
}

/**
 * A source's float price in USD per million tokens as decimal text: the shortest decimal that reads back as the same
 * float, which is what its author wrote. More than six places (a repeating decimal) is quantised to six, which is a
 * whole pico-USD per token.
 *
 * @throws RangeError for what is no price: negative, infinite, not a number.
 */
export function decimalText(price: number): string {
	const match = SHORTEST.exec(String(price));
	if (!match) throw new RangeError(`not a price: ${price}`);
	const [, whole = "0", fraction = "", exponent = "0"] = match;
	return trimZeros(quantise(withPoint(whole + fraction, fraction.length - Number(exponent))));
}
