import type { Format } from "../format.ts";
import { MessagesEncoder } from "./encoder.ts";
import { NativeMessagesStream } from "./native-stream.ts";
import { parseMessages } from "./parse-messages.ts";
import { stampMessagesAnswer } from "./stamp-answer.ts";
import { writeMessagesAnswer } from "./write-answer.ts";

/** POST /messages: Anthropic's format, the same on both roots. */
export const messagesFormat: Format = {
	name: "messages",
	parse: parseMessages,
	writeAnswer: writeMessagesAnswer,
	stampAnswer: stampMessagesAnswer,
	encoder: (identity) => new MessagesEncoder(identity),
	native: (identity) => new NativeMessagesStream(identity),
};
