export type { Bill } from "./bill.ts";
export type { Call, Flavor, MediaCount, ProviderPreferences, PublicFormat } from "./call.ts";
export type { CanonicalEvent, FinishReason, UpstreamFailure } from "./canonical/event.ts";
export type * from "./canonical/request.ts";
export { chatFormat } from "./chat/chat-format.ts";
export { parseChat } from "./chat/parse-chat.ts";
export { type ChatRequest, chatRequestSchema } from "./chat/request-schema.ts";
export { embeddingsFormat } from "./embeddings/embeddings-format.ts";
export { parseEmbeddings } from "./embeddings/parse-embeddings.ts";
export { type EmbeddingsRequest, embeddingsRequestSchema } from "./embeddings/request-schema.ts";
export { type AnthropicErrorBody, anthropicError, anthropicStreamError } from "./errors/anthropic-error.ts";
export { ERROR_CODES, type ErrorCode } from "./errors/codes.ts";
export { type OpenAiErrorBody, openAiError, openAiStreamError } from "./errors/openai-error.ts";
export { type OpenRouterErrorBody, openRouterError, openRouterStreamError } from "./errors/openrouter-error.ts";
export { toTurnpikeError } from "./errors/to-turnpike-error.ts";
export { type ErrorDetails, TurnpikeError } from "./errors/turnpike-error.ts";
export type { AnswerIdentity, Format, NativeStream, StreamEncoder } from "./format.ts";
export { bodyValue, type JsonBody, type MemberSpan, type RawBody } from "./json/raw-body.ts";
export { MAX_DEPTH, readBody, readBodyText } from "./json/read-body.ts";
export { type Edits, memberText, splice, spliceNested, spliceObject } from "./json/splice.ts";
export { messagesFormat } from "./messages/messages-format.ts";
export { parseMessages } from "./messages/parse-messages.ts";
export { type MessagesRequest, messagesRequestSchema } from "./messages/request-schema.ts";
export { FrameSplitter, MAX_FRAME_LENGTH } from "./sse/frame-splitter.ts";
export { frameEnd, frameStart, framesIn } from "./sse/frames-in.ts";
export { passEach } from "./sse/pass-each.ts";
export { dataOf, eventOf, withData } from "./sse/read-frame.ts";
export { checkBase64, checkMediaUrl } from "./url/check-media.ts";
export { parseDataUrl, splitDataUrl } from "./url/data-url.ts";
export { isPublicAddress, isPublicV4, isPublicV6 } from "./url/public-address.ts";
export { isPublicUrl, publicUrlProblem } from "./url/public-url.ts";
export {
	completionTokens,
	INPUT_CLASSES,
	OUTPUT_CLASSES,
	promptTokens,
	USAGE_CLASSES,
	type Usage,
	type UsageClass,
} from "./usage.ts";
