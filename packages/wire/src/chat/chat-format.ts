import type { Format } from "../format.ts";
import { ChatEncoder } from "./encoder.ts";
import { NativeChatStream } from "./native-stream.ts";
import { OpenRouterChatStream } from "./openrouter-stream.ts";
import { parseChat } from "./parse-chat.ts";
import { stampChatAnswer } from "./stamp-answer.ts";
import { writeChatAnswer } from "./write-answer.ts";

/** POST /chat/completions: OpenAI's format on `/v1`, OpenRouter's on `/api/v1`. */
export const chatFormat: Format = {
	name: "chat",
	parse: parseChat,
	writeAnswer: writeChatAnswer,
	stampAnswer: stampChatAnswer,
	encoder: (identity) => new ChatEncoder(identity),
	native: (identity) =>
		identity.flavor === "native" ? new NativeChatStream(identity) : new OpenRouterChatStream(identity),
};
