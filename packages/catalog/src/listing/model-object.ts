import type { Model } from "../model.ts";
import { type ArchitectureObject, toArchitectureObject } from "./architecture-object.ts";
import { cheapestOffer } from "./cheapest-offer.ts";
import { type PricingObject, toPricingObject } from "./pricing-object.ts";

/**
 * A model in the one shape that three clients accept: OpenAI's (`id`, `object`, `created`, `owned_by`), Anthropic's
 * (`type`, `display_name`, `created_at`, `max_input_tokens`, `max_tokens`) and all of OpenRouter's.
 */
export interface ModelObject {
	id: string;
	canonical_slug: string;
	object: "model";
	type: "model";
	name: string;
	display_name: string;
	description: string;
	/** Unix seconds. */
	created: number;
	/** The same moment, RFC 3339. */
	created_at: string;
	owned_by: string;
	context_length: number;
	max_input_tokens: number;
	max_tokens: number;
	architecture: ArchitectureObject;
	pricing: PricingObject;
	top_provider: { context_length: number; max_completion_tokens: number | null; is_moderated: boolean };
	per_request_limits: null;
	supported_parameters: string[];
	supported_voices: null;
	default_parameters: null;
	hugging_face_id: null;
	expiration_date: null;
	knowledge_cutoff: string | null;
	reasoning?: { mandatory: boolean };
	/** Slugs of those who serve it, in the order of its endpoints; ours, beside OpenRouter's fields. */
	providers: string[];
	links: { details: string };
}

function cardOf(model: Model) {
	return {
		id: model.slug,
		canonical_slug: model.slug,
		object: "model",
		type: "model",
		name: model.name,
		display_name: model.name,
		description: model.description,
		created: model.createdAt,
		created_at: new Date(model.createdAt * 1000).toISOString(),
		owned_by: model.author,
	} as const;
}

/**
 * @param atMs the moment whose prices are shown (Unix milliseconds)
 * @returns the model priced as at its cheapest endpoint
 */
export function toModelObject(model: Model, atMs: number): ModelObject {
	const offer = cheapestOffer(model, atMs);
	const contextLength = offer?.endpoint.contextLength ?? model.contextLength;
	return {
		...cardOf(model),
		context_length: model.contextLength,
		max_input_tokens: model.contextLength,
		max_tokens: model.maxOutputTokens,
		architecture: toArchitectureObject(model),
		pricing: toPricingObject(offer?.version),
		top_provider: {
			context_length: contextLength,
			max_completion_tokens: offer?.endpoint.maxOutputTokens ?? null,
			is_moderated: false,
		},
		per_request_limits: null,
		supported_parameters: [...model.supportedParameters],
		supported_voices: null,
		default_parameters: null,
		hugging_face_id: null,
		expiration_date: null,
		knowledge_cutoff: model.knowledgeCutoff ?? null,
		// The source does not say where thinking cannot be turned off.
		...(model.reasoning ? { reasoning: { mandatory: false } } : {}),
		providers: [...new Set(model.endpoints.map((endpoint) => endpoint.provider))],
		links: { details: `/api/v1/models/${model.slug}/endpoints` },
	};
}
