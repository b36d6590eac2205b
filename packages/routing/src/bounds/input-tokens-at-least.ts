import type { Call } from "@turnpike/wire";

/** No common tokenizer packs more characters of running text into a token than this, on average over a long prompt. */
const CHARACTERS_PER_TOKEN = 6;
/** `\u4f60` is six characters of JSON, and one of text. */
const ESCAPE = "\\u";
const ESCAPE_EXTRA = 5;

/**
 * A number of input tokens that a call surely has: a prompt that is too long even so can be refused without asking
 * anyone. It errs low, as the bound for money errs high: what lies between, the upstream itself decides. With media in
 * the body its text says nothing, and the answer is 0.
 *
 * @param enough no caller needs to know more than whether it is above this; spares the reading of ordinary bodies.
 */
export function inputTokensAtLeast(call: Call, enough: number): number {
	const { text } = call.body;
	const rough = Math.floor(text.length / CHARACTERS_PER_TOKEN);
	if (rough <= enough) return rough;
	const { media } = call;
	if (media.inlineImages > 0 || media.inlineFiles > 0 || media.remote > 0) return 0;
	return Math.floor((text.length - countEscapes(text) * ESCAPE_EXTRA) / CHARACTERS_PER_TOKEN);
}

function countEscapes(text: string): number {
	let count = 0;
	for (let at = text.indexOf(ESCAPE); at !== -1; at = text.indexOf(ESCAPE, at + 2)) count++;
	return count;
}
