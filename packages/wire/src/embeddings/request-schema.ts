import * as z from "zod";
import { providerSchema } from "../parse/provider-schema.ts";

/** How many inputs one call may embed. */
export const MAX_INPUTS = 2048;

const tokens = z.array(z.int().min(0)).min(1);

const inputSchema = z.union([
	z.string().min(1),
	z.array(z.string().min(1)).min(1).max(MAX_INPUTS),
	tokens,
	z.array(tokens).min(1).max(MAX_INPUTS),
]);

/** The fields of POST /embeddings: OpenAI's, with OpenRouter's routing. */
export const embeddingsFields = {
	model: z.string().min(1),
	input: inputSchema,
	models: z.array(z.string().min(1)).max(16).nullish(),
	encoding_format: z.enum(["float", "base64"]).nullish(),
	dimensions: z.int().min(1).nullish(),
	input_type: z.string().nullish(),
	user: z.string().nullish(),
	provider: providerSchema.nullish(),
} as const;

export const embeddingsRequestSchema = z.looseObject(embeddingsFields);

export type EmbeddingsRequest = z.infer<typeof embeddingsRequestSchema>;
