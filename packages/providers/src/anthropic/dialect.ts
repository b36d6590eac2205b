import type { Dialect } from "../dialect.ts";
import { readFailure } from "../failure/read-failure.ts";
import { decodeAnswer } from "./decode-answer.ts";
import { MessagesDecoder } from "./decoder.ts";
import { forward } from "./forward.ts";
import { MessagesMeter } from "./meter.ts";
import { readAnswer } from "./read-answer.ts";
import { translate } from "./translate.ts";

/** Anthropic's Messages API. */
export const anthropic: Dialect = {
	name: "anthropic",
	native: ["messages"],
	forward,
	translate,
	readAnswer,
	decodeAnswer,
	meter: () => new MessagesMeter(),
	decoder: () => new MessagesDecoder(),
	readFailure,
};
