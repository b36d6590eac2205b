import type { Call, Flavor } from "../call.ts";
import { TurnpikeError } from "../errors/turnpike-error.ts";
import type { JsonBody } from "../json/raw-body.ts";
import type { JsonRecord } from "../json/record.ts";
import { checkFields } from "../parse/check-fields.ts";
import { checkForwarded } from "../parse/check-forwarded.ts";
import { MAX_MESSAGES } from "../parse/max-messages.ts";
import { fallbacksOf, withModel } from "../parse/models.ts";
import { once } from "../parse/once.ts";
import { providerPreferences } from "../parse/provider-preferences.ts";
import { checkMessagesTools } from "./check-tools.ts";
import { inspectMessages } from "./inspect-blocks.ts";
import { type MessagesRequest, messagesFields } from "./request-schema.ts";
import { toCanonicalMessages } from "./to-canonical.ts";

const REQUIRED = ["model", "max_tokens", "messages"] as const;

function checked(value: JsonRecord): MessagesRequest {
	if (Array.isArray(value.messages) && value.messages.length > MAX_MESSAGES) {
		const message = `'messages' must have at most ${MAX_MESSAGES} entries.`;
		throw new TurnpikeError("too_complex", message, { param: "messages" });
	}
	checkFields(value, messagesFields, REQUIRED);
	return value as MessagesRequest;
}

function asksForThinking({ thinking }: MessagesRequest): boolean {
	return thinking != null && thinking.type !== "disabled";
}

/** The optional parameters a call uses, by their chat names. */
function usedParameters(request: MessagesRequest): readonly string[] {
	const used: string[] = ["max_tokens"];
	if (request.temperature != null) used.push("temperature");
	if (request.top_p != null) used.push("top_p");
	if (request.top_k != null) used.push("top_k");
	if (request.stop_sequences?.length) used.push("stop");
	if (request.tools?.length) used.push("tools");
	if (request.tool_choice != null) used.push("tool_choice");
	if (request.output_config?.format != null) used.push("response_format", "structured_outputs");
	if (asksForThinking(request)) used.push("reasoning");
	return used;
}

/**
 * Reads POST /messages.
 *
 * @throws TurnpikeError naming the first thing that is wrong, where, and what would be right.
 */
export function parseMessages(body: JsonBody, flavor: Flavor): Call {
	const request = checked(withModel(body.value));
	checkMessagesTools(request);
	checkForwarded(request.metadata?.user_id, "metadata.user_id");
	const media = inspectMessages(request.messages).total();
	return {
		format: "messages",
		flavor,
		model: request.model,
		fallbackModels: fallbacksOf(request.model, request.models),
		stream: request.stream === true,
		streamUsage: false,
		maxOutputTokens: request.max_tokens,
		choices: 1,
		inputCount: request.messages.length,
		tools: (request.tools?.length ?? 0) > 0,
		media,
		reasoning: asksForThinking(request),
		parameters: usedParameters(request),
		provider: providerPreferences(request.provider),
		body,
		canonical: once(() => toCanonicalMessages(request)),
	};
}
