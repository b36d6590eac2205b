// What answers look like: for the reference that describes them, and for tests that hold real ones to it.
export { chatAnswerSchema, chatChunkSchema } from "./chat/answer-schema.ts";
export { embeddingsAnswerSchema } from "./embeddings/answer-schema.ts";
export { anthropicErrorSchema, openAiErrorSchema, openRouterErrorSchema } from "./errors/error-schema.ts";
export { messagesAnswerSchema } from "./messages/answer-schema.ts";
