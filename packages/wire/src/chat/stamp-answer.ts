import { costTexts, sandboxMark } from "../answer/cost.ts";
import { findUsage } from "../answer/find-usage.ts";
import { insertCost } from "../answer/insert-cost.ts";
import type { Bill } from "../bill.ts";
import type { AnswerIdentity } from "../format.ts";
import { bodyValue, type RawBody } from "../json/raw-body.ts";
import { isRecord } from "../json/record.ts";
import { splice, spliceNested } from "../json/splice.ts";
import { openRouterChoice } from "./openrouter-choice.ts";
import { chatUsageText } from "./usage-text.ts";

function stampNative(body: RawBody, bill: Bill): string {
	const place = findUsage(body.text);
	const costed = place && insertCost(body.text.slice(place.start, place.end), bill);
	if (costed !== undefined) return body.text.slice(0, place?.start) + costed + body.text.slice(place?.end);
	const usage = body.members.get("usage");
	if (usage !== undefined && body.text.charCodeAt(usage.valueStart) === 0x7b) {
		return spliceNested(body, "usage", costTexts(bill, "native"), sandboxMark(bill));
	}
	return splice(body, { usage: chatUsageText(bill, "native"), ...sandboxMark(bill) });
}

function stampOpenRouter(body: RawBody, identity: AnswerIdentity, bill: Bill): string {
	const value = bodyValue(body);
	const choices = Array.isArray(value.choices) ? value.choices : [];
	const messages = choices.map((choice, at) => {
		const read = openRouterChoice(choice, "message", at);
		return isRecord(read.message) ? { ...read, message: { role: "assistant", ...read.message } } : read;
	});
	return splice(body, {
		id: JSON.stringify(identity.generationId),
		object: '"chat.completion"',
		created: `${typeof value.created === "number" ? Math.trunc(value.created) : identity.createdAt}`,
		model: JSON.stringify(identity.model),
		provider: JSON.stringify(identity.providerName),
		// OpenRouter's schema wants the key in complete answers, and refuses null in chunks.
		system_fingerprint: JSON.stringify(value.system_fingerprint ?? null),
		choices: JSON.stringify(messages),
		usage: chatUsageText(bill, "openrouter"),
		...sandboxMark(bill),
	});
}

/**
 * Gives a complete answer in chat format its cost. On `/v1` nothing else changes; on `/api/v1` it becomes what
 * OpenRouter's strict schema takes.
 */
export function stampChatAnswer(body: RawBody, identity: AnswerIdentity, bill: Bill): string {
	return identity.flavor === "native" ? stampNative(body, bill) : stampOpenRouter(body, identity, bill);
}
