import type { Call, Flavor } from "../call.ts";
import type { CanonicalRequest } from "../canonical/request.ts";
import type { JsonBody } from "../json/raw-body.ts";
import { checkFields } from "../parse/check-fields.ts";
import { checkForwarded } from "../parse/check-forwarded.ts";
import { fallbacksOf, withModel } from "../parse/models.ts";
import { providerPreferences } from "../parse/provider-preferences.ts";
import { type EmbeddingsRequest, embeddingsFields } from "./request-schema.ts";

const PARAMETERS = ["dimensions", "encoding_format", "input_type"] as const;

function inputCount(input: EmbeddingsRequest["input"]): number {
	if (typeof input === "string" || typeof input[0] === "number") return 1;
	return input.length;
}

/** Embeddings are forwarded as they came: there is no canonical form, and no dialect asks for one. */
function noCanonical(): CanonicalRequest {
	throw new Error("an embeddings call has no canonical form");
}

/**
 * Reads POST /embeddings.
 *
 * @throws TurnpikeError naming the first thing that is wrong, where, and what would be right.
 */
export function parseEmbeddings(body: JsonBody, flavor: Flavor): Call {
	const value = withModel(body.value);
	checkFields(value, embeddingsFields, ["model", "input"]);
	const request = value as EmbeddingsRequest;
	checkForwarded(request.user, "user");
	return {
		format: "embeddings",
		flavor,
		model: request.model,
		fallbackModels: fallbacksOf(request.model, request.models),
		stream: false,
		streamUsage: false,
		maxOutputTokens: undefined,
		choices: 1,
		inputCount: inputCount(request.input),
		tools: false,
		media: { inlineImages: 0, remote: 0, inlineFiles: 0 },
		reasoning: false,
		parameters: PARAMETERS.filter((name) => request[name] != null),
		provider: providerPreferences(request.provider),
		body,
		canonical: noCanonical,
	};
}
