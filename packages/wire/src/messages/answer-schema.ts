import * as z from "zod";
import { count, usdNumber, usdText } from "../account/fields.ts";

/** A complete answer of POST /messages: Anthropic's, and what it cost. */
export const messagesAnswerSchema = z.looseObject({
	id: z.string(),
	type: z.literal("message"),
	role: z.literal("assistant"),
	model: z.string(),
	content: z.array(z.looseObject({ type: z.string() })),
	stop_reason: z.string().nullable(),
	stop_sequence: z.string().nullish(),
	usage: z.looseObject({
		input_tokens: count,
		output_tokens: count,
		cache_creation_input_tokens: count.nullish(),
		cache_read_input_tokens: count.nullish(),
		cost: usdNumber,
		cost_usd: usdText,
	}),
	sandbox: z.literal(true).optional(),
});
