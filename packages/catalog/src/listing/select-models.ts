import { TurnpikeError } from "@turnpike/wire";
import type { Model } from "../model.ts";
import { cheapestOffer, listPrice } from "./cheapest-offer.ts";
import type { ModelQuery } from "./model-query.ts";

/** Part of a list of models. */
export interface ModelPage {
	readonly models: readonly Model[];
	/** How many there are in all. */
	readonly totalCount: number;
	/** The query string of the next part (`offset=100&limit=100`), or null. */
	readonly next: string | null;
}

/** What a selection is made from: a catalog, or part of one. */
export interface ModelSource {
	readonly models: readonly Model[];
	readonly providers: ReadonlyMap<string, string>;
}

type Test = (model: Model) => boolean;

function hasAll(offered: readonly string[], wanted: readonly string[] | undefined): boolean {
	return wanted === undefined || wanted.every((name) => offered.includes(name));
}

function byText(query: ModelQuery): Test {
	const words = query.q?.toLowerCase().trim() ?? "";
	return (model) => model.slug.includes(words) || model.name.toLowerCase().includes(words);
}

function byAbility(query: ModelQuery): Test {
	const outputs = query.output_modalities;
	const keepsNothing = query.zdr === "true";
	return (model) =>
		(!keepsNothing || model.endpoints.some(({ dataPolicy }) => dataPolicy?.retains === false)) &&
		hasAll(model.supportedParameters, query.supported_parameters) &&
		hasAll(model.inputModalities, query.input_modalities) &&
		(outputs === undefined || outputs.includes("all") || hasAll(model.outputModalities, outputs)) &&
		model.contextLength >= (query.context ?? 0);
}

function isBetween(value: bigint | undefined, least: bigint | undefined, most: bigint | undefined): boolean {
	if (least === undefined && most === undefined) return true;
	return value !== undefined && value >= (least ?? value) && value <= (most ?? value);
}

function byPrice(query: ModelQuery, atMs: number): Test {
	const { min_price, max_price, min_output_price, max_output_price } = query;
	return (model) => {
		const prices = cheapestOffer(model, atMs)?.version?.base;
		return (
			isBetween(prices?.input, min_price, max_price) && isBetween(prices?.output, min_output_price, max_output_price)
		);
	};
}

function checkKnown(param: string, wanted: readonly string[], known: ReadonlySet<string>): void {
	const unknown = wanted.find((name) => !known.has(name));
	if (unknown === undefined) return;
	throw new TurnpikeError("invalid_value", `${param}: there is none called ${JSON.stringify(unknown)}`, { param });
}

function byAuthor(query: ModelQuery, source: ModelSource): Test {
	const wanted = query.model_authors;
	if (wanted === undefined) return () => true;
	checkKnown("model_authors", wanted, new Set(source.models.map((model) => model.author)));
	return (model) => wanted.includes(model.author);
}

function byProvider(query: ModelQuery, source: ModelSource): Test {
	const wanted = query.providers;
	if (wanted === undefined) return () => true;
	const slugs = new Map<string, string>();
	for (const [slug, name] of source.providers) slugs.set(slug, slug).set(name.toLowerCase(), slug);
	checkKnown("providers", wanted, new Set(slugs.keys()));
	const wantedSlugs = new Set(wanted.map((name) => slugs.get(name)));
	return (model) => model.endpoints.some((endpoint) => wantedSlugs.has(endpoint.provider));
}

/** Models without a price come last, whichever way the list is sorted. */
function sortByPrice(models: readonly Model[], atMs: number, direction: 1 | -1): readonly Model[] {
	const priceOf = new Map<Model, bigint>();
	for (const model of models) {
		const version = cheapestOffer(model, atMs)?.version;
		if (version !== undefined) priceOf.set(model, listPrice(version));
	}
	return models.toSorted((left, right) => {
		const a = priceOf.get(left);
		const b = priceOf.get(right);
		if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
		return a === b ? 0 : a < b ? -direction : direction;
	});
}

function sorted(models: readonly Model[], sort: ModelQuery["sort"], atMs: number): readonly Model[] {
	switch (sort) {
		case undefined:
			return models;
		case "newest":
			return models.toSorted((left, right) => right.createdAt - left.createdAt);
		case "context-high-to-low":
			return models.toSorted((left, right) => right.contextLength - left.contextLength);
		case "pricing-low-to-high":
			return sortByPrice(models, atMs, 1);
		case "pricing-high-to-low":
			return sortByPrice(models, atMs, -1);
	}
}

function pageOf(models: readonly Model[], query: ModelQuery): ModelPage {
	const { offset, limit } = query;
	if (offset === undefined && limit === undefined) return { models, totalCount: models.length, next: null };
	const start = offset ?? 0;
	const size = limit ?? 500;
	const end = start + size;
	return {
		models: models.slice(start, end),
		totalCount: models.length,
		next: end < models.length ? `offset=${end}&limit=${size}` : null,
	};
}

/**
 * The models a query asks for, in its order; without `sort` in the source's own.
 *
 * @param atMs the moment whose prices filter and sort (Unix milliseconds)
 * @throws TurnpikeError `invalid_value` for an author or provider there is none of.
 */
export function selectModels(source: ModelSource, query: ModelQuery, atMs: number): ModelPage {
	const tests = [
		byText(query),
		byAbility(query),
		byPrice(query, atMs),
		byAuthor(query, source),
		byProvider(query, source),
	];
	const models = source.models.filter((model) => tests.every((test) => test(model)));
	return pageOf(sorted(models, query.sort, atMs), query);
}
