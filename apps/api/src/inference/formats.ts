import { chatFormat, embeddingsFormat, type Format, messagesFormat, type PublicFormat } from "@turnpike/wire";

/** Every public format; adding one is a line here and its routes. */
export const FORMATS: Readonly<Record<PublicFormat, Format>> = {
	chat: chatFormat,
	messages: messagesFormat,
	embeddings: embeddingsFormat,
};
