import type { Dialect } from "../dialect.ts";
import type { DialectName } from "../dialect-name.ts";
import { readFailure } from "../failure/read-failure.ts";
import type { Vendor } from "../vendor.ts";
import { decodeAnswer } from "./decode-answer.ts";
import { ChatDecoder } from "./decoder.ts";
import { forward } from "./forward.ts";
import { ChatMeter } from "./meter.ts";
import { readAnswer } from "./read-answer.ts";
import { translate } from "./translate.ts";

/** OpenAI's chat completions and embeddings, with one vendor's quirks. */
export function openaiChat(vendor: Vendor, name: DialectName = "openai-chat"): Dialect {
	return {
		name,
		native: ["chat", "embeddings"],
		forward,
		translate,
		readAnswer: (body, format) => readAnswer(body, format, vendor),
		decodeAnswer: (body) => decodeAnswer(body, vendor),
		meter: () => new ChatMeter(vendor),
		decoder: () => new ChatDecoder(vendor),
		readFailure,
	};
}
