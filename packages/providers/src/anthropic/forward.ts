import { type Call, splice } from "@turnpike/wire";
import type { Target, UpstreamRequest } from "../dialect.ts";
import { ROUTER_FIELDS } from "../router-fields.ts";
import { messagesRequest } from "./request.ts";

/** The caller's own bytes, sent on: model and bound put in, router-only fields taken out, all else untouched. */
export function forward(call: Call, target: Target): UpstreamRequest {
	const { body } = call;
	const edits = new Map<string, string | undefined>([["model", JSON.stringify(target.providerModelId)]]);
	for (const field of ROUTER_FIELDS) {
		if (body.members.has(field)) edits.set(field, undefined);
	}
	const bound =
		target.maxOutputTokens ?? (call.maxOutputTokens === undefined ? target.modelMaxOutputTokens : undefined);
	if (bound !== undefined) edits.set("max_tokens", String(bound));
	return messagesRequest(target, call.stream, splice(body, edits));
}
