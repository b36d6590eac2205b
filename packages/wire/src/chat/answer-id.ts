import type { AnswerIdentity } from "../format.ts";

/** An answer's id: OpenAI's clients know `chatcmpl-…`, OpenRouter's ask for the generation by the id they were given. */
export function chatAnswerId(identity: AnswerIdentity): string {
	if (identity.flavor === "openrouter") return identity.generationId;
	return `chatcmpl-${identity.generationId.replace(/^gen_/, "")}`;
}
