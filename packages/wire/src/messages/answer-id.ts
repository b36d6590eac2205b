import type { AnswerIdentity } from "../format.ts";

export function messageId(identity: AnswerIdentity): string {
	return `msg_${identity.generationId.replace(/^gen_/, "")}`;
}
