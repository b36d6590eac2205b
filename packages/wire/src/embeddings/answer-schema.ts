import * as z from "zod";
import { count, usdNumber, usdText } from "../account/fields.ts";

/** The answer of POST /embeddings: OpenAI's, and what it cost. */
export const embeddingsAnswerSchema = z.looseObject({
	object: z.literal("list"),
	model: z.string(),
	data: z.array(
		z.looseObject({
			object: z.literal("embedding"),
			index: z.int(),
			embedding: z
				.union([z.array(z.number()), z.string()])
				.meta({ description: "Numbers, or base64 of little-endian 32-bit floats where `encoding_format` says so." }),
		}),
	),
	usage: z.looseObject({ prompt_tokens: count, total_tokens: count, cost: usdNumber, cost_usd: usdText }),
	sandbox: z.literal(true).optional(),
});
