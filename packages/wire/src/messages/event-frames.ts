import { objectText, sandboxMark } from "../answer/cost.ts";
import type { Bill } from "../bill.ts";
import type { CanonicalEvent } from "../canonical/event.ts";
import type { AnswerIdentity } from "../format.ts";
import { messageId } from "./answer-id.ts";
import { stopMembers } from "./stop-reason.ts";
import { messagesUsageText } from "./usage-text.ts";

/** One frame of a Messages stream. Clients go by its event name, which is its data's type. */
export function eventFrame(type: string, members: string): string {
	return `event: ${type}\ndata: {"type":"${type}"${members === "" ? "" : `,${members}`}}\n\n`;
}

export const MESSAGE_STOP = eventFrame("message_stop", "");

/** The first frame. Its input count is an estimate; the last frame's is the truth. */
export function messageStart(identity: AnswerIdentity): string {
	const message = {
		id: messageId(identity),
		type: "message",
		role: "assistant",
		model: identity.model,
		content: [],
		stop_reason: null,
		stop_sequence: null,
		usage: {
			input_tokens: identity.inputTokensEstimate,
			cache_creation_input_tokens: 0,
			cache_read_input_tokens: 0,
			output_tokens: 0,
		},
	};
	return eventFrame("message_start", `"message":${JSON.stringify(message)}`);
}

export function blockStop(index: number): string {
	return eventFrame("content_block_stop", `"index":${index}`);
}

/** The frame that says why the answer ended, what it used and what that cost. */
export function messageDelta(finish: Extract<CanonicalEvent, { type: "finish" }> | undefined, bill: Bill): string {
	const members = objectText({
		delta: JSON.stringify(stopMembers(finish)),
		usage: messagesUsageText(bill),
		...sandboxMark(bill),
	});
	return eventFrame("message_delta", members.slice(1, -1));
}
