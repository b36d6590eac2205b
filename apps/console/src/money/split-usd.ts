/** An amount's parts as they are read: "−", "1,234.56", "789". */
export interface UsdParts {
	readonly sign: string;
	/** Whole dollars and cents, thousands apart. */
	readonly cents: string;
	/** Digits below a cent, without trailing zeros. */
	readonly rest: string;
}

/**
 * Splits a decimal string of USD for reading; no digit is lost but trailing zeros.
 *
 * @throws RangeError when the text is no decimal.
 */
export function splitUsd(text: string): UsdParts {
	const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
	if (!match) throw new RangeError(`not an amount: ${JSON.stringify(text)}`);
	const [, sign = "", whole = "0", fraction = ""] = match;
	const padded = fraction.padEnd(2, "0");
	return {
		sign: sign && "−",
		cents: `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${padded.slice(0, 2)}`,
		rest: padded.slice(2).replace(/0+$/, ""),
	};
}

/** The same as one text: "$1,234.5" is "$1,234.50", "$0.000045" stays. */
export function usdText(text: string): string {
	const { sign, cents, rest } = splitUsd(text);
	return `${sign}$${cents}${rest}`;
}

/** Whether a decimal string of USD is anything but zero. */
export function isSome(text: string): boolean {
	return /[1-9]/.test(text);
}

/** What may be typed as an amount: "25", "0.50", no more digits than there are nano-dollars. */
export function isAmount(text: string): boolean {
	return /^\d{1,10}(\.\d{1,9})?$/.test(text);
}

/** An amount as somebody would type it: "25.000000000" is "25". What is empty stays so. */
export function typedUsd(text: string): string {
	return text.replace(/\.0*$|(\.\d*[1-9])0+$/, "$1");
}
