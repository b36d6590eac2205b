import {
	type Model,
	parseModelQuery,
	selectModels,
	toEndpointsObject,
	toModelList,
	toModelObject,
	toProviderList,
	toZdrEndpointsObject,
} from "@turnpike/catalog";
import { isModelAllowed } from "@turnpike/routing";
import { TurnpikeError } from "@turnpike/wire";
import type { Context } from "hono";
import { authenticate } from "../authenticate.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { answerFromCatalog } from "./answer-from-catalog.ts";

/** A path's parts come decoded but where they cannot be; a `%2F` within one is decoded here. */
function decoded(name: string): string {
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}

/** The public catalog: one shape that OpenAI's, Anthropic's and OpenRouter's clients accept. */
export function catalogRoutes(deps: ApiDependencies) {
	const { catalog } = deps;

	const answer = (c: Context, make: (atMs: number) => object, of?: string) => answerFromCatalog(deps, c, make, of);
	const listOf = (wanted: (model: Model) => boolean) => (c: Context) => list(c, catalog.models.filter(wanted));

	function list(c: Context, models: readonly Model[] = catalog.models, of?: string): Response {
		const url = new URL(c.req.url);
		const query = parseModelQuery(url.searchParams);
		const make = (atMs: number) => {
			const page = toModelList(selectModels({ models, providers: catalog.providers }, query, atMs), atMs);
			const { next } = page.links;
			return { ...page, links: { ...page.links, next: next === null ? null : `${url.pathname}?${next}` } };
		};
		return answer(c, make, of);
	}

	function named(c: Context): Model {
		const author = c.req.param("author");
		const slug = c.req.param("slug");
		const name = author === undefined ? (slug ?? "") : `${author}/${slug}`;
		const model = catalog.find(decoded(name));
		if (model) return model;
		throw new TurnpikeError("model_not_found", `There is no model '${name}'. GET /v1/models lists those there are.`);
	}

	return {
		models: (c: Context) => list(c),

		/** What this key may use. */
		async userModels(c: Context) {
			const { allowedModels, allowedProviders } = await authenticate(deps, c.req.raw.headers, "read");
			const models = catalog.models.filter(
				(model) =>
					isModelAllowed(allowedModels, model.slug) &&
					(!allowedProviders || model.endpoints.some(({ provider }) => allowedProviders.includes(provider))),
			);
			return list(c, models, JSON.stringify([allowedModels, allowedProviders]));
		},

		count(c: Context) {
			const query = parseModelQuery(new URL(c.req.url).searchParams);
			return answer(c, (atMs) => ({ data: { count: selectModels(catalog, query, atMs).totalCount } }));
		},

		embeddingModels: listOf((model) => model.kind === "embedding"),

		/** The catalog holds no models that make images yet: the list is there, and empty. */
		imageModels: listOf((model) => model.outputModalities.includes("image")),

		model(c: Context) {
			const model = named(c);
			return answer(c, (atMs) => toModelObject(model, atMs));
		},

		openRouterModel(c: Context) {
			const model = named(c);
			return answer(c, (atMs) => ({ data: toModelObject(model, atMs) }));
		},

		endpoints(c: Context) {
			const model = named(c);
			return answer(c, (atMs) => toEndpointsObject(model, catalog.providers, atMs));
		},

		zdrEndpoints: (c: Context) => answer(c, (atMs) => toZdrEndpointsObject(catalog.models, catalog.providers, atMs)),

		providers: (c: Context) => c.json(toProviderList(catalog.providers, deps.routing.isConfigured)),
	};
}
