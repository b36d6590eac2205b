import { type PriceVersion, pricesFor } from "@turnpike/catalog";
import { type PicoUsd, priceOf } from "@turnpike/money";
import type { Call } from "@turnpike/wire";

/** English prose and code have about four bytes a token in the tokenizers of the day. */
const BYTES_PER_TOKEN = 4;
/** What an answer is expected to have where the caller sets no smaller bound. */
const USUAL_OUTPUT_TOKENS = 512;

/**
 * What a call like this should cost at a version's prices: a score to compare endpoints of one model by. It is the same
 * estimate for all of them, so it need not be a good one; nothing is held or billed by it.
 *
 * @returns undefined when the version does not price what every such call uses: input, and output but for embeddings.
 */
export function expectedPrice(call: Call, version: PriceVersion): PicoUsd | undefined {
	const inputTokens = Math.ceil(call.body.bytes / BYTES_PER_TOKEN);
	const outputTokens = expectedOutput(call);
	const { input, output, request } = pricesFor(version, inputTokens);
	if (input === undefined) return undefined;
	let total: bigint = priceOf(inputTokens, input);
	if (outputTokens > 0) {
		if (output === undefined) return undefined;
		total += priceOf(outputTokens, output);
	}
	return (request === undefined ? total : total + request) as PicoUsd;
}

function expectedOutput(call: Call): number {
	if (call.format === "embeddings") return 0;
	return Math.min(call.maxOutputTokens ?? USUAL_OUTPUT_TOKENS, USUAL_OUTPUT_TOKENS) * call.choices;
}
