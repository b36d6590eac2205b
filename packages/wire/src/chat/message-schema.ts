import * as z from "zod";

/** A prompt cache marker, as OpenRouter and Anthropic write it. */
export const cacheControlSchema = z.looseObject({
	type: z.literal("ephemeral"),
	ttl: z.enum(["5m", "1h"]).nullish(),
});

const marked = { cache_control: cacheControlSchema.nullish() };
const urlHolder = z.looseObject({ url: z.string() });

const textPart = z.looseObject({ type: z.literal("text"), text: z.string(), ...marked });
const imagePart = z.looseObject({
	type: z.literal("image_url"),
	image_url: z.union([z.looseObject({ url: z.string(), detail: z.string().nullish() }), z.string()]),
	...marked,
});
const audioPart = z.looseObject({
	type: z.literal("input_audio"),
	input_audio: z.looseObject({ data: z.string(), format: z.string() }),
});
const filePart = z.looseObject({
	type: z.literal("file"),
	file: z.looseObject({
		file_data: z.string().nullish(),
		file_id: z.string().nullish(),
		filename: z.string().nullish(),
	}),
	...marked,
});
const videoPart = z.looseObject({ type: z.literal("video_url"), video_url: urlHolder });
const refusalPart = z.looseObject({ type: z.literal("refusal"), refusal: z.string() });
/** Mistral's replayed reasoning. */
const thinkingPart = z.looseObject({ type: z.literal("thinking"), thinking: z.unknown().optional() });

const inputPart = z.discriminatedUnion("type", [textPart, imagePart, audioPart, filePart, videoPart]);
const outputPart = z.discriminatedUnion("type", [textPart, refusalPart, imagePart, thinkingPart]);
const toolPart = z.discriminatedUnion("type", [textPart, imagePart, filePart, audioPart]);

const functionCall = z.looseObject({ name: z.string(), arguments: z.string() });

export const toolCallSchema = z.looseObject({
	id: z.string(),
	type: z.string().nullish(),
	function: functionCall.nullish(),
});

const texts = z.union([z.string(), z.array(textPart)]);
const name = z.string().nullish();

/** One message of POST /chat/completions: OpenAI's roles and parts, with OpenRouter's reasoning and cache markers. */
export const messageSchema = z.discriminatedUnion("role", [
	z.looseObject({ role: z.literal("system"), content: texts, name }),
	z.looseObject({ role: z.literal("developer"), content: texts, name }),
	z.looseObject({ role: z.literal("user"), content: z.union([z.string(), z.array(inputPart)]), name }),
	z.looseObject({
		role: z.literal("assistant"),
		content: z.union([z.string(), z.array(outputPart)]).nullish(),
		name,
		refusal: z.string().nullish(),
		reasoning: z.string().nullish(),
		reasoning_content: z.string().nullish(),
		reasoning_details: z.array(z.looseObject({ type: z.string() })).nullish(),
		tool_calls: z.array(toolCallSchema).nullish(),
		function_call: functionCall.nullish(),
	}),
	z.looseObject({
		role: z.literal("tool"),
		content: z.union([z.string(), z.array(toolPart)]),
		tool_call_id: z.string().min(1),
	}),
	z.looseObject({ role: z.literal("function"), content: z.string().nullable(), name: z.string() }),
]);

export type ChatMessage = z.infer<typeof messageSchema>;
