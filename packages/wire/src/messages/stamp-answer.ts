import { costTexts, sandboxMark } from "../answer/cost.ts";
import type { Bill } from "../bill.ts";
import type { AnswerIdentity } from "../format.ts";
import { bodyValue, type RawBody } from "../json/raw-body.ts";
import { isRecord } from "../json/record.ts";
import { splice, spliceNested } from "../json/splice.ts";
import { messagesUsageText } from "./usage-text.ts";

/** Gives a complete Messages answer its cost and changes nothing else, on either root. */
export function stampMessagesAnswer(body: RawBody, _identity: AnswerIdentity, bill: Bill): string {
	const mark = sandboxMark(bill);
	if (isRecord(bodyValue(body).usage)) return spliceNested(body, "usage", costTexts(bill, "native"), mark);
	return splice(body, { usage: messagesUsageText(bill), ...mark });
}
