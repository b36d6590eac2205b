import * as z from "zod";
import { providerSchema } from "../parse/provider-schema.ts";
import { contentBlockSchema, textBlock } from "./block-schema.ts";

const messageSchema = z.looseObject({
	role: z.enum(["user", "assistant", "system"]),
	content: z.union([z.string(), z.array(contentBlockSchema)]),
});

/** A caller's own tool has an `input_schema`, held to JSON Schema apart; Anthropic's own tools are known by `type`. */
const toolSchema = z.looseObject({
	name: z.string().min(1).max(128).nullish(),
	type: z.string().nullish(),
	description: z.string().nullish(),
	input_schema: z.unknown().optional(),
	strict: z.boolean().nullish(),
	cache_control: z.looseObject({ type: z.string() }).nullish(),
});

const toolChoiceSchema = z.discriminatedUnion("type", [
	z.looseObject({ type: z.literal("auto"), disable_parallel_tool_use: z.boolean().nullish() }),
	z.looseObject({ type: z.literal("any"), disable_parallel_tool_use: z.boolean().nullish() }),
	z.looseObject({ type: z.literal("tool"), name: z.string(), disable_parallel_tool_use: z.boolean().nullish() }),
	z.looseObject({ type: z.literal("none") }),
]);

const thinkingSchema = z.looseObject({
	type: z.string(),
	budget_tokens: z.int().min(1).nullish(),
});

const outputConfigSchema = z.looseObject({
	effort: z.string().nullish(),
	format: z.looseObject({ type: z.string(), schema: z.unknown().optional() }).nullish(),
});

/** The fields of POST /messages: Anthropic's, with OpenRouter's routing. Fields that are not here pass. */
export const messagesFields = {
	model: z.string().min(1),
	max_tokens: z.int().min(1),
	messages: z.array(messageSchema).min(1),
	models: z.array(z.string().min(1)).max(16).nullish(),
	system: z.union([z.string(), z.array(textBlock)]).nullish(),
	stream: z.boolean().nullish(),
	temperature: z.number().min(0).max(1).nullish(),
	top_p: z.number().min(0).max(1).nullish(),
	top_k: z.int().min(0).nullish(),
	stop_sequences: z.array(z.string()).max(8191).nullish(),
	tools: z.array(toolSchema).max(1024).nullish(),
	tool_choice: toolChoiceSchema.nullish(),
	thinking: thinkingSchema.nullish(),
	output_config: outputConfigSchema.nullish(),
	metadata: z.looseObject({ user_id: z.string().max(512).nullish() }).nullish(),
	service_tier: z.string().nullish(),
	cache_control: z.looseObject({ type: z.string() }).nullish(),
	provider: providerSchema.nullish(),
} as const;

/** POST /messages as a whole, for its description and for tests; calls are held to it field by field. */
export const messagesRequestSchema = z.looseObject(messagesFields);

export type MessagesRequest = z.infer<typeof messagesRequestSchema>;
