import type { SeedFile } from "../../src/snapshot/seed-schema.ts";
import { mergeSameModel } from "./merge-same-model.ts";
import { modelsOf } from "./models-of.ts";
import { PROVIDERS } from "./providers.ts";
import { type OfferedRow, rowsOf } from "./rows-of.ts";
import { sourceModel, sourceSchema } from "./source-schema.ts";

/**
 * Makes the seed from a models.dev dump.
 *
 * @param dump the parsed `api.json`
 * @param asOf the day the dump is of (`2026-09-30`)
 * @throws when the dump has not the shape, or when two of its rows contradict each other.
 */
export function buildSeed(dump: unknown, asOf: string): SeedFile {
	const source = sourceSchema.parse(dump);
	const rows: OfferedRow[] = [];
	const aliases = new Map<string, readonly string[]>();
	const providers: Record<string, string> = {};
	for (const [sourceId, slug] of PROVIDERS) {
		const provider = source[sourceId];
		if (provider === undefined) throw new RangeError(`the dump has no provider ${sourceId}`);
		providers[slug] = provider.name;
		const models = Object.values(provider.models).map((model) => sourceModel.parse(model));
		const merged = mergeSameModel(rowsOf(slug, models));
		rows.push(...merged.rows);
		for (const [model, names] of merged.aliases) aliases.set(model, [...(aliases.get(model) ?? []), ...names].sort());
	}
	const endpoints = rows.map((row) => row.endpoint);
	endpoints.sort((left, right) => (`${left.model}@${left.provider}` < `${right.model}@${right.provider}` ? -1 : 1));
	return { source: "models.dev", asOf, providers, models: [...modelsOf(rows, aliases)], endpoints };
}
