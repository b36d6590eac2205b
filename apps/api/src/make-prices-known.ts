import { type Catalog, serializePriceVersion } from "@turnpike/catalog";
import { type Database, recordPriceVersions, unknownPriceVersions } from "@turnpike/db";

/**
 * Makes the book know every price version of a catalog, which it must before one is used: debits are recomputed from
 * what the book has.
 */
export async function makePricesKnown(sql: Database, catalog: Catalog): Promise<void> {
	const versions = catalog.models.flatMap((model) => model.endpoints.flatMap((endpoint) => endpoint.priceVersions));
	const ids = versions.map((version) => version.id);
	const unknown = new Set(await unknownPriceVersions(sql, ids));
	if (unknown.size === 0) return;
	await recordPriceVersions(
		sql,
		versions
			.filter((version) => unknown.has(version.id))
			.map((version) => ({
				id: version.id,
				endpointId: version.endpointId,
				effectiveFrom: version.effectiveFrom,
				source: version.source,
				prices: JSON.stringify(serializePriceVersion(version)),
			})),
	);
}
