import type { SeedFile } from "../../src/snapshot/seed-schema.ts";
import { isEmbedding } from "./is-offered.ts";
import type { OfferedRow } from "./rows-of.ts";

type ModelRow = SeedFile["models"][number];

function authorOf(slug: string): string {
	return slug.slice(0, slug.indexOf("/"));
}

/** The row that describes the model best: its author's own, else the first by provider name. */
function describing(slug: string, rows: readonly OfferedRow[]): OfferedRow | undefined {
	const sorted = rows.toSorted((left, right) => (left.endpoint.provider < right.endpoint.provider ? -1 : 1));
	return sorted.find((row) => row.endpoint.provider === authorOf(slug)) ?? sorted[0];
}

/** "2025-09" is the first of that month: the source knows no day. */
function dayOf(date: string): string {
	return date.length === 7 ? `${date}-01` : date;
}

/** The models of all rows, by slug. */
export function modelsOf(
	rows: readonly OfferedRow[],
	aliases: ReadonlyMap<string, readonly string[]>,
): readonly ModelRow[] {
	const models: ModelRow[] = [];
	for (const [slug, group] of Map.groupBy(rows, (row) => row.endpoint.model)) {
		const row = describing(slug, group);
		if (row === undefined) continue;
		const { source } = row;
		const others = aliases.get(slug);
		models.push({
			slug,
			// "(latest)" says that the id is an alias, which is not part of the model's name.
			name: source.name.replace(/ \(latest\)$/, ""),
			released: dayOf(source.release_date),
			kind: isEmbedding(source) ? "embedding" : "chat",
			...(group.some((other) => other.source.open_weights) ? { openWeights: true } : {}),
			...(source.knowledge === undefined ? {} : { knowledge: source.knowledge }),
			...(others === undefined ? {} : { aliases: [...others] }),
		});
	}
	return models.sort((left, right) => (left.slug < right.slug ? -1 : 1));
}
