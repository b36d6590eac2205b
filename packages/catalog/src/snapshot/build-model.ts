import type { Endpoint, Modality, Model } from "../model.ts";
import { buildEndpoint } from "./build-endpoint.ts";
import type { SeedEndpoint, SeedModel } from "./seed-schema.ts";

const MODALITY_ORDER: readonly Modality[] = ["text", "image", "file", "audio", "video"];

function union<T>(endpoints: readonly Endpoint[], of: (endpoint: Endpoint) => readonly T[]): Set<T> {
	return new Set(endpoints.flatMap((endpoint) => of(endpoint)));
}

function inputModalitiesOf(endpoints: readonly Endpoint[]): readonly Modality[] {
	const offered = union(endpoints, (endpoint) => endpoint.inputModalities ?? ["text"]);
	return MODALITY_ORDER.filter((modality) => offered.has(modality));
}

/** A model with its endpoints: what it can do is what at least one of them offers. */
export function buildModel(row: SeedModel, rows: readonly SeedEndpoint[], source: string): Model {
	const endpoints = rows.map((endpoint) => buildEndpoint(endpoint, row, source));
	return {
		slug: row.slug,
		author: row.slug.slice(0, row.slug.indexOf("/")),
		name: row.name,
		description: "",
		createdAt: Date.parse(`${row.released}T00:00:00Z`) / 1000,
		kind: row.kind,
		contextLength: Math.max(...endpoints.map((endpoint) => endpoint.contextLength)),
		maxOutputTokens: Math.max(...endpoints.map((endpoint) => endpoint.maxOutputTokens)),
		inputModalities: inputModalitiesOf(endpoints),
		outputModalities: [row.kind === "embedding" ? "embeddings" : "text"],
		supportedParameters: [...union(endpoints, (endpoint) => endpoint.supportedParameters)].sort(),
		reasoning: rows.some((endpoint) => endpoint.features.includes("reasoning")),
		openWeights: row.openWeights ?? false,
		knowledgeCutoff: row.knowledge,
		aliases: row.aliases ?? [],
		endpoints,
	};
}
