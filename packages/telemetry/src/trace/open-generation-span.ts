import type { Context } from "@opentelemetry/api";
import { ATTRIBUTES } from "./attributes.ts";
import { type OpenSpan, openSpan } from "./open-span.ts";

/** What a generation's span is told when it begins. */
export interface GenerationFacts {
	readonly operation: "chat" | "embeddings";
	readonly generationId: string;
	/** As the caller wrote it. */
	readonly requestModel: string;
	readonly stream: boolean;
}

/** What an attempt's span is told when it begins. */
export interface AttemptFacts {
	readonly operation: "chat" | "embeddings";
	/** Counts from 1. */
	readonly attempt: number;
	readonly endpointId: string;
	readonly provider: string;
	readonly providerModelId: string;
}

/** The span of one generation, from admission to its durable end. */
export function openGenerationSpan(facts: GenerationFacts, parent?: Context): OpenSpan {
	const attributes = () => ({
		[ATTRIBUTES.operation]: facts.operation,
		[ATTRIBUTES.generationId]: facts.generationId,
		[ATTRIBUTES.requestModel]: facts.requestModel,
		[ATTRIBUTES.requestStream]: facts.stream,
	});
	return openSpan("generation", "internal", attributes, parent);
}

/** The span of one attempt upstream, below its generation's; named as the conventions want it: operation and model. */
export function openAttemptSpan(generation: OpenSpan, facts: AttemptFacts): OpenSpan {
	return generation.child(`${facts.operation} ${facts.providerModelId}`, "client", () => ({
		[ATTRIBUTES.operation]: facts.operation,
		[ATTRIBUTES.attempt]: facts.attempt,
		[ATTRIBUTES.endpoint]: facts.endpointId,
		[ATTRIBUTES.provider]: facts.provider,
		[ATTRIBUTES.requestModel]: facts.providerModelId,
	}));
}
