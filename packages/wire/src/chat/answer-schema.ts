import * as z from "zod";
import { count, usdNumber, usdText } from "../account/fields.ts";

const finishReason = z.string().nullable().meta({
	description: "`stop`, `length`, `tool_calls`, `content_filter`; on `/api/v1` `error` too, in a failed stream.",
});

const toolCall = z.looseObject({
	id: z.string(),
	type: z.string(),
	function: z.looseObject({ name: z.string(), arguments: z.string() }),
});

/** Usage as chat answers tell it: OpenAI's members, and what it cost. */
export const chatUsageSchema = z.looseObject({
	prompt_tokens: count,
	completion_tokens: count,
	total_tokens: count,
	prompt_tokens_details: z.looseObject({ cached_tokens: count.nullish() }).nullish(),
	completion_tokens_details: z.looseObject({ reasoning_tokens: count.nullish() }).nullish(),
	cost: usdNumber,
	cost_usd: usdText,
});

const served = {
	id: z.string(),
	created: z.int(),
	model: z.string(),
	provider: z.string().optional().meta({ description: "Who answered; on `/api/v1`." }),
	sandbox: z.literal(true).optional().meta({ description: "No model answered, and no money was spent." }),
};

/** A complete answer of POST /chat/completions. What a provider says besides passes. */
export const chatAnswerSchema = z.looseObject({
	...served,
	object: z.literal("chat.completion"),
	choices: z.array(
		z.looseObject({
			index: z.int(),
			message: z.looseObject({
				role: z.literal("assistant"),
				content: z.string().nullish(),
				refusal: z.string().nullish(),
				reasoning: z.string().nullish(),
				tool_calls: z.array(toolCall).nullish(),
			}),
			finish_reason: finishReason,
			native_finish_reason: z.string().nullish(),
		}),
	),
	usage: chatUsageSchema,
});

/** One `data:` of a chat stream. The last one before `[DONE]` that has usage says what it cost. */
export const chatChunkSchema = z.looseObject({
	...served,
	object: z.literal("chat.completion.chunk"),
	choices: z.array(
		z.looseObject({
			index: z.int(),
			delta: z.looseObject({ role: z.string().nullish(), content: z.string().nullish() }),
			finish_reason: finishReason,
		}),
	),
	usage: chatUsageSchema.nullish(),
});
