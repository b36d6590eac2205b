import type { Call, Flavor } from "../call.ts";
import { TurnpikeError } from "../errors/turnpike-error.ts";
import type { JsonBody } from "../json/raw-body.ts";
import { checkFields } from "../parse/check-fields.ts";
import { checkForwarded, checkMetadata } from "../parse/check-forwarded.ts";
import { MAX_MESSAGES } from "../parse/max-messages.ts";
import { fallbacksOf, withModel } from "../parse/models.ts";
import { once } from "../parse/once.ts";
import { providerPreferences } from "../parse/provider-preferences.ts";
import { checkTools } from "./check-tools.ts";
import { inspectParts } from "./inspect-parts.ts";
import { type ChatRequest, chatFields } from "./request-schema.ts";
import { toCanonicalChat } from "./to-canonical.ts";
import { asksForReasoning, usedParameters } from "./used-parameters.ts";

const REQUIRED = ["model", "messages"] as const;

/** The bound of the output. Two different ones cannot both be held to, and the bill depends on which it is. */
function maxOutputTokens(request: ChatRequest): number | undefined {
	const { max_tokens: old, max_completion_tokens: current } = request;
	if (old != null && current != null && old !== current) {
		const message = "'max_tokens' must equal 'max_completion_tokens' when both are sent; send only one of them.";
		throw new TurnpikeError("invalid_value", message, { param: "max_tokens" });
	}
	return current ?? old ?? undefined;
}

function checked(value: Readonly<Record<string, unknown>>): ChatRequest {
	if (Array.isArray(value.messages) && value.messages.length > MAX_MESSAGES) {
		const message = `'messages' must have at most ${MAX_MESSAGES} entries.`;
		throw new TurnpikeError("too_complex", message, { param: "messages" });
	}
	checkFields(value, chatFields, REQUIRED);
	return value as ChatRequest;
}

/**
 * Reads POST /chat/completions.
 *
 * @throws TurnpikeError naming the first thing that is wrong, where, and what would be right.
 */
export function parseChat(body: JsonBody, flavor: Flavor): Call {
	const request = checked(withModel(body.value));
	checkTools(request);
	checkForwarded(request.user, "user");
	checkForwarded(request.session_id, "session_id");
	checkMetadata(request.metadata);
	const media = inspectParts(request.messages).total();
	return {
		format: "chat",
		flavor,
		model: request.model,
		fallbackModels: fallbacksOf(request.model, request.models),
		stream: request.stream === true,
		streamUsage: request.stream_options?.include_usage === true,
		maxOutputTokens: maxOutputTokens(request),
		choices: request.n ?? 1,
		inputCount: request.messages.length,
		tools: (request.tools?.length ?? 0) > 0 || (request.functions?.length ?? 0) > 0,
		media,
		reasoning: asksForReasoning(request),
		parameters: usedParameters(request),
		provider: providerPreferences(request.provider),
		body,
		canonical: once(() => toCanonicalChat(request)),
	};
}
