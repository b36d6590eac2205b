import { chatRequestSchema, embeddingsRequestSchema, messagesRequestSchema } from "@turnpike/wire";
import {
	chatAnswerSchema,
	chatChunkSchema,
	embeddingsAnswerSchema,
	messagesAnswerSchema,
} from "@turnpike/wire/answers";
import { OF_INFERENCE } from "../errors-of.ts";
import type { Operation, RequestHeader } from "../operation.ts";
import { CHAT_MEMBERS, EMBEDDINGS_MEMBERS, MESSAGES_MEMBERS } from "../request-members.ts";

const HEADERS: readonly RequestHeader[] = [
	"Idempotency-Key",
	"x-turnpike-max-cost",
	"x-turnpike-tags",
	"X-Title",
	"HTTP-Referer",
	"traceparent",
];

const STREAM = "text/event-stream";

export const INFERENCE: readonly Operation[] = [
	{
		method: "post",
		path: "/chat/completions",
		id: "createChatCompletion",
		tag: "Inference",
		summary: "Chat",
		description:
			"OpenAI's chat completions, with OpenRouter's routing. Where the provider speaks the same dialect the body passes as you wrote it, and the answer as it came, with `usage.cost` put in. Members that are not listed here pass.",
		who: "inference",
		headers: HEADERS,
		body: {
			name: "ChatRequest",
			schema: chatRequestSchema,
			members: CHAT_MEMBERS,
			example: { model: "sandbox/echo", messages: [{ role: "user", content: "Hello, Turnpike!" }] },
		},
		answers: [
			{
				description: "The answer, with what it cost.",
				schema: { name: "ChatAnswer", schema: chatAnswerSchema },
			},
			{
				type: STREAM,
				description:
					"With `stream: true`: a `data:` line for each chunk, comments as keep-alive, `data: [DONE]` at the end. Usage and cost ride on the chunk that finishes it (`/v1`), or on a last one of their own (`/api/v1`, and `/v1` with `stream_options.include_usage`). A stream that fails says so in a chunk and never says `[DONE]`.",
				schema: { name: "ChatChunk", schema: chatChunkSchema },
			},
		],
		errors: [...OF_INFERENCE, "invalid_schema", "invalid_image_url", "invalid_image"],
	},
	{
		method: "post",
		path: "/messages",
		id: "createMessage",
		tag: "Inference",
		summary: "Messages",
		description:
			"Anthropic's Messages, for any model. Errors are Anthropic's on both roots. Streams are Anthropic's named events.",
		who: "inference",
		headers: ["anthropic-version", ...HEADERS],
		body: {
			name: "MessagesRequest",
			schema: messagesRequestSchema,
			members: MESSAGES_MEMBERS,
			example: { model: "sandbox/echo", max_tokens: 200, messages: [{ role: "user", content: "Hello, Turnpike!" }] },
		},
		answers: [
			{
				description: "The answer, with what it cost.",
				schema: { name: "MessagesAnswer", schema: messagesAnswerSchema },
			},
			{ type: STREAM, description: "With `stream: true`: `message_start` to `message_stop`, each with its `event:`." },
		],
		errors: [...OF_INFERENCE, "invalid_schema", "invalid_image_url", "invalid_image"],
	},
	{
		method: "post",
		path: "/embeddings",
		id: "createEmbeddings",
		tag: "Inference",
		summary: "Embeddings",
		who: "inference",
		headers: HEADERS,
		body: {
			name: "EmbeddingsRequest",
			schema: embeddingsRequestSchema,
			members: EMBEDDINGS_MEMBERS,
			example: { model: "sandbox/embed", input: ["one", "two"] },
		},
		answers: [
			{
				description: "One vector for each input, with what they cost.",
				schema: { name: "EmbeddingsAnswer", schema: embeddingsAnswerSchema },
			},
		],
		errors: OF_INFERENCE,
	},
];
