import type { Endpoint } from "@turnpike/catalog";

/**
 * Parameters whose absence changes what an answer is, not only how it is worded. An endpoint that is not known to have
 * them is tried after those that are; `require_parameters` excludes it.
 */
const FEATURES: readonly string[] = ["tools", "response_format", "structured_outputs"];

export function lacksFeatures(endpoint: Endpoint, parameters: readonly string[]): boolean {
	for (const name of parameters) {
		if (FEATURES.includes(name) && !endpoint.supportedParameters.includes(name)) return true;
	}
	return false;
}
