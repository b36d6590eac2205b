import { type PicoUsdPerUnit, picoUsdPerUnit } from "@turnpike/money";
import type { Prices } from "../model.ts";
import type { StatedPrices } from "./seed-schema.ts";

const FREE = picoUsdPerUnit(0n);

/**
 * What one token written to a cache costs, all in all. A stated price below the input's is Google's fee for keeping the
 * token, which comes on top of reading it (Gemini API pricing, "context caching … plus storage").
 */
function shortWrite(stated: StatedPrices): PicoUsdPerUnit {
	const write = stated.cache_write;
	if (write === undefined) return stated.input;
	return write < stated.input ? picoUsdPerUnit(stated.input + write) : write;
}

/** Anthropic asks twice the input price for a cache write that lives an hour, wherever it is sold. */
function oneHourWrite(stated: StatedPrices, author: string): PicoUsdPerUnit {
	if (author === "anthropic") return picoUsdPerUnit(2n * stated.input);
	return shortWrite(stated);
}

/**
 * Every class a chat endpoint may report, from the prices its source states: what has none of its own is billed as the
 * plain input or output it would otherwise be. Audio, image output and searches have units of their own and stay
 * unpriced unless stated.
 *
 * @param author the model's author, in whose documents the cache rules are
 */
export function fillChatPrices(stated: StatedPrices, author: string): Prices {
	return {
		input: stated.input,
		cache_read: stated.cache_read ?? stated.input,
		cache_write_5m: shortWrite(stated),
		cache_write_1h: oneHourWrite(stated, author),
		output: stated.output,
		reasoning: stated.reasoning ?? stated.output,
		input_image: stated.input,
		request: FREE,
	};
}

/** An embedding endpoint reads and answers without generating: input is all it bills. */
export function fillEmbeddingPrices(stated: StatedPrices): Prices {
	return { input: stated.input, output: stated.output, request: FREE };
}
