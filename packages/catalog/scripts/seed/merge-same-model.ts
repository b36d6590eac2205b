import type { OfferedRow } from "./rows-of.ts";

/** The rows of one provider, each model once, and the other ids it is sold by there. */
export interface MergedRows {
	readonly rows: readonly OfferedRow[];
	readonly aliases: ReadonlyMap<string, readonly string[]>;
}

function isNamedAsModel(row: OfferedRow): boolean {
	const tail = row.endpoint.model.slice(row.endpoint.model.indexOf("/") + 1);
	return row.source.id.toLowerCase().endsWith(tail);
}

/** Current before deprecated, named as the model before other names, then the shorter and the earlier name. */
function byPrecedence(left: OfferedRow, right: OfferedRow): number {
	return (
		Number(left.endpoint.deprecated ?? false) - Number(right.endpoint.deprecated ?? false) ||
		Number(isNamedAsModel(right)) - Number(isNamedAsModel(left)) ||
		left.source.id.length - right.source.id.length ||
		(left.source.id < right.source.id ? -1 : 1)
	);
}

function sameSourcePrice(left: OfferedRow, right: OfferedRow): boolean {
	return JSON.stringify(left.source.cost) === JSON.stringify(right.source.cost);
}

/**
 * Where a provider sells one model by several ids at one price, the first is the endpoint and the others are aliases.
 *
 * @throws RangeError when they differ in price: then they are not one offer and the alias table must part them.
 */
export function mergeSameModel(rows: readonly OfferedRow[]): MergedRows {
	const groups = Map.groupBy(rows, (row) => row.endpoint.model);
	const kept: OfferedRow[] = [];
	const aliases = new Map<string, readonly string[]>();
	for (const [slug, group] of groups) {
		const [first, ...others] = group.toSorted(byPrecedence);
		if (first === undefined) continue;
		const different = others.find((row) => !sameSourcePrice(first, row));
		if (different !== undefined) {
			throw new RangeError(`${different.source.id} and ${first.source.id} are both ${slug} but cost differently`);
		}
		kept.push(first);
		if (others.length > 0) aliases.set(slug, others.map((row) => row.source.id).sort());
	}
	return { rows: kept, aliases };
}
