import type { Model } from "../model.ts";
import { buildModel } from "./build-model.ts";
import { deepFreeze } from "./deep-freeze.ts";
import { type Seed, type SeedEndpoint, seedSchema } from "./seed-schema.ts";

/** Everything the seed says, parsed: immutable, and the same object content in every process. */
export interface LoadedSeed {
	readonly models: readonly Model[];
	/** Provider slug to name. */
	readonly providers: ReadonlyMap<string, string>;
	readonly source: string;
	/** The day the source's state is of (`2026-09-30`). */
	readonly asOf: string;
}

function endpointsByModel(seed: Seed): Map<string, SeedEndpoint[]> {
	const byModel = new Map<string, SeedEndpoint[]>(seed.models.map((model) => [model.slug, []]));
	if (byModel.size !== seed.models.length) throw new RangeError("the seed names a model twice");
	for (const endpoint of seed.endpoints) {
		const rows = byModel.get(endpoint.model);
		if (rows === undefined) throw new RangeError(`endpoint ${endpoint.id} is of no model: ${endpoint.model}`);
		if (rows.some((row) => row.provider === endpoint.provider)) {
			throw new RangeError(`${endpoint.provider} offers ${endpoint.model} twice`);
		}
		rows.push(endpoint);
	}
	return byModel;
}

/**
 * Parses a seed once, at the door; nothing behind it checks again.
 *
 * @throws z.ZodError or RangeError naming what is wrong.
 */
export function parseSeed(file: unknown): LoadedSeed {
	const seed = seedSchema.parse(file);
	const source = `${seed.source} ${seed.asOf}`;
	const byModel = endpointsByModel(seed);
	const models = seed.models.map((model) => buildModel(model, byModel.get(model.slug) ?? [], source));
	return {
		models: deepFreeze(models),
		providers: new Map(Object.entries(seed.providers)),
		source: seed.source,
		asOf: seed.asOf,
	};
}
