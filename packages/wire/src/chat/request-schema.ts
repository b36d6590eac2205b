import * as z from "zod";
import { providerSchema } from "../parse/provider-schema.ts";
import { cacheControlSchema, messageSchema } from "./message-schema.ts";

const count = z.int().min(1);
const text = z.string().nullish();
const flag = z.boolean().nullish();
const loose = z.looseObject({}).nullish();
const within = (least: number, most: number) => z.number().min(least).max(most).nullish();
const EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh", "max"] as const;

/** `parameters` is held to JSON Schema apart from this, for the error it deserves. */
const toolSchema = z.looseObject({
	type: z.string(),
	function: z
		.looseObject({
			name: z.string().min(1).max(128),
			description: text,
			parameters: z.unknown().optional(),
			strict: flag,
		})
		.nullish(),
	cache_control: cacheControlSchema.nullish(),
});

const legacyFunction = z.looseObject({
	name: z.string().min(1),
	description: text,
	parameters: z.unknown().optional(),
});

const toolChoiceSchema = z.union([
	z.enum(["none", "auto", "required", "any"]),
	z.looseObject({ type: z.string(), function: z.looseObject({ name: z.string() }).nullish() }),
]);

const responseFormatSchema = z.looseObject({
	type: z.enum(["text", "json_object", "json_schema", "grammar", "python"]),
	json_schema: z.unknown().optional(),
});

const reasoningSchema = z.looseObject({
	effort: z.enum(EFFORTS).nullish(),
	max_tokens: z.int().min(1).nullish(),
	exclude: flag,
	enabled: flag,
	summary: text,
});

/** The fields of POST /chat/completions: OpenAI's, and OpenRouter's extensions. Fields that are not here pass. */
export const chatFields = {
	model: z.string().min(1),
	messages: z.array(messageSchema).min(1),
	models: z.array(z.string().min(1)).max(16).nullish(),
	stream: flag,
	stream_options: z.looseObject({ include_usage: flag, include_obfuscation: flag }).nullish(),
	max_tokens: count.nullish(),
	max_completion_tokens: count.nullish(),
	n: z.int().min(1).max(128).nullish(),
	temperature: within(0, 2),
	top_p: within(0, 1),
	top_k: z.int().min(0).nullish(),
	top_a: within(0, 1),
	min_p: within(0, 1),
	frequency_penalty: within(-2, 2),
	presence_penalty: within(-2, 2),
	repetition_penalty: within(0, 2),
	seed: z.int().nullish(),
	stop: z.union([z.string(), z.array(z.string()).max(16)]).nullish(),
	logit_bias: z.record(z.string(), z.number()).nullish(),
	logprobs: flag,
	top_logprobs: z.int().min(0).max(20).nullish(),
	tools: z.array(toolSchema).max(1024).nullish(),
	tool_choice: toolChoiceSchema.nullish(),
	parallel_tool_calls: flag,
	functions: z.array(legacyFunction).nullish(),
	function_call: z.union([z.string(), z.looseObject({ name: z.string() })]).nullish(),
	response_format: responseFormatSchema.nullish(),
	structured_outputs: flag,
	reasoning: reasoningSchema.nullish(),
	reasoning_effort: z.enum(EFFORTS).nullish(),
	include_reasoning: flag,
	modalities: z.array(z.string()).nullish(),
	audio: loose,
	prediction: loose,
	verbosity: text,
	service_tier: text,
	store: flag,
	web_search_options: loose,
	prompt_cache_key: text,
	prompt_cache_retention: text,
	prompt_cache_options: loose,
	safety_identifier: text,
	user: text,
	session_id: z.string().max(256).nullish(),
	metadata: z.record(z.string().max(64), z.string().max(512)).nullish(),
	provider: providerSchema.nullish(),
	plugins: z.array(z.looseObject({ id: z.string() })).nullish(),
	transforms: z.array(z.string()).nullish(),
	route: text,
	preset: text,
	usage: z.looseObject({ include: flag }).nullish(),
	cache_control: cacheControlSchema.nullish(),
	image_config: loose,
	trace: loose,
	debug: loose,
} as const;

/** POST /chat/completions as a whole, for its description and for tests; calls are held to it field by field. */
export const chatRequestSchema = z.looseObject(chatFields);

export type ChatRequest = z.infer<typeof chatRequestSchema>;
