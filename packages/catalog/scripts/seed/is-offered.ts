import type { SourceModel } from "./source-schema.ts";

const EMBEDDING_FAMILIES: ReadonlySet<string> = new Set(["text-embedding", "mistral-embed"]);

export function isEmbedding(model: SourceModel): boolean {
	return EMBEDDING_FAMILIES.has(model.family ?? "");
}

/**
 * Whether a row is a chat or embedding model. Not: models that answer with anything but text (their output units are
 * not priced), transcription (no context), moving aliases (`~…-latest`) and OpenRouter's own routers, which stand for
 * whatever they choose.
 */
export function isOffered(provider: string, model: SourceModel): boolean {
	if (model.modalities.output.join() !== "text" || !model.modalities.input.includes("text")) return false;
	if (model.limit.context <= 0 || model.limit.output <= 0) return false;
	return provider !== "openrouter" || !(model.id.startsWith("~") || model.id.startsWith("openrouter/"));
}
