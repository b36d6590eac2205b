import type { Call } from "@turnpike/wire";

/** What a message's frame (role, separators) adds in a vendor's chat template, at most. */
const TOKENS_PER_MESSAGE = 64;
/** What vendors put around tool definitions: Anthropic documents up to 804 for the tool-use system prompt. */
const TOKENS_FOR_TOOLS = 1_024;
/** The most one image is counted as by any vendor in the catalog, with room to spare: Anthropic's largest is 4,784. */
const TOKENS_PER_IMAGE = 8_192;

/**
 * The most input tokens a call can be billed for at an endpoint with this context: one for each byte of its body (no
 * tokenizer makes more), what frames add, and its media; never more than the context, since more is refused there.
 * Media whose size the body does not tell (URLs, compressed files) take all that is left of the context.
 */
export function inputTokensBound(call: Call, contextLength: number): number {
	const { media } = call;
	const limit = promptLimit(call, contextLength);
	if (media.remote > 0 || media.inlineFiles > 0) return limit;
	const text = call.body.bytes - (media.inlineBytes ?? 0);
	const frames = call.inputCount * TOKENS_PER_MESSAGE + (call.tools ? TOKENS_FOR_TOOLS : 0);
	return Math.min(limit, text + frames + media.inlineImages * TOKENS_PER_IMAGE);
}

/** The most a whole call can have: each input of an embedding has the context for itself, a conversation has it once. */
export function promptLimit(call: Call, contextLength: number): number {
	return call.format === "embeddings" ? contextLength * Math.max(1, call.inputCount) : contextLength;
}
