import type { Endpoint, Model, PriceVersion } from "../model.ts";
import { etagOf } from "./etag-of.ts";
import { type FindModel, makeFind } from "./find-model.ts";
import { loadSeed } from "./load-seed.ts";
import { SANDBOX_PROVIDER, sandboxModels } from "./sandbox-models.ts";

/** One immutable snapshot of models, endpoints and prices. */
export interface Catalog {
	/** By slug. */
	readonly models: readonly Model[];
	/** Provider slug to the name it is shown by. */
	readonly providers: ReadonlyMap<string, string>;
	readonly etag: string;
	/** @returns the model a caller's name means, or undefined; `%2F` is decoded before. */
	readonly find: FindModel;
	readonly endpoint: (id: string) => Endpoint | undefined;
	readonly priceVersion: (id: string) => PriceVersion | undefined;
}

export interface CatalogOptions {
	/** Adds the sandbox models; production never does. */
	readonly sandbox?: boolean;
	/** Names of providers; a provider without one is shown by its slug. */
	readonly providers?: ReadonlyMap<string, string>;
}

function providersOf(models: readonly Model[], names: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
	const slugs = new Set(models.flatMap((model) => model.endpoints.map((endpoint) => endpoint.provider)));
	const nameOf = (slug: string) => names.get(slug) ?? (slug === SANDBOX_PROVIDER ? "Sandbox" : slug);
	return new Map([...slugs].sort().map((slug) => [slug, nameOf(slug)]));
}

/** Makes a snapshot of models: all lookups are Map reads from here on. */
export function makeCatalog(models: readonly Model[], options: CatalogOptions = {}): Catalog {
	const all = options.sandbox === true ? [...models, ...sandboxModels()] : [...models];
	all.sort((left, right) => (left.slug < right.slug ? -1 : 1));
	const endpoints = all.flatMap((model) => model.endpoints);
	const byEndpoint = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
	const byVersion = new Map(
		endpoints.flatMap((endpoint) => endpoint.priceVersions.map((version) => [version.id, version] as const)),
	);
	let etag: string | undefined;
	return Object.freeze({
		models: Object.freeze(all),
		providers: providersOf(all, options.providers ?? new Map()),
		// Half a megabyte to hash: not at the start of a process, but when it is first asked for.
		get etag() {
			etag ??= etagOf(all);
			return etag;
		},
		find: makeFind(all),
		endpoint: (id: string) => byEndpoint.get(id),
		priceVersion: (id: string) => byVersion.get(id),
	});
}

/** The catalog of the seed this package carries. */
export function seedCatalog(options: Pick<CatalogOptions, "sandbox"> = {}): Catalog {
	const seed = loadSeed();
	return makeCatalog(seed.models, { ...options, providers: seed.providers });
}
