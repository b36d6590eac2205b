/**
 * Attribute names of OpenTelemetry's semantic conventions for generative AI clients, and ours where they have none.
 * Prompts and answers are never attributes.
 */
export const ATTRIBUTES = {
	operation: "gen_ai.operation.name",
	/** The provider's slug. */
	provider: "gen_ai.provider.name",
	requestModel: "gen_ai.request.model",
	requestMaxTokens: "gen_ai.request.max_tokens",
	requestStream: "turnpike.request.stream",
	responseModel: "gen_ai.response.model",
	responseId: "gen_ai.response.id",
	finishReasons: "gen_ai.response.finish_reasons",
	inputTokens: "gen_ai.usage.input_tokens",
	outputTokens: "gen_ai.usage.output_tokens",
	errorType: "error.type",
	httpStatus: "http.response.status_code",
	generationId: "turnpike.generation.id",
	endpoint: "turnpike.endpoint.id",
	attempt: "turnpike.attempt.number",
	organisationId: "turnpike.organisation.id",
	keyId: "turnpike.key.id",
	/** A decimal string: an amount of money is never a float, here neither. */
	costUsd: "turnpike.cost_usd",
} as const;
