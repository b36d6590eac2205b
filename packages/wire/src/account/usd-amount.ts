import { type NanoUsd, parseUsd } from "@turnpike/money";
import * as z from "zod";

/** An amount from outside, at least 0, read exactly: decimal text, or a number as peers write it. */
export const usdAmount = z.union([z.string(), z.number()]).transform((given, context): NanoUsd => {
	try {
		const read = parseUsd(typeof given === "string" ? given.trim() : decimalOf(given));
		if (read >= 0n) return read;
	} catch {
		// Said below, together with a negative amount.
	}
	context.addIssue({ code: "custom", message: 'an amount of USD from 0, such as "25.00"' });
	return z.NEVER;
});

/** A number as decimal text: JSON writes small ones with an exponent. */
function decimalOf(given: number): string {
	const text = String(given);
	return text.includes("e") ? given.toFixed(9) : text;
}
