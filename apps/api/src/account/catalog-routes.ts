import {
	type Model,
	parseModelQuery,
	selectModels,
	toEndpointsObject,
	toModelList,
	toModelObject,
	toProviderList,
} from "@turnpike/catalog";
import { isModelAllowed } from "@turnpike/routing";
import { TurnpikeError } from "@turnpike/wire";
import type { Context } from "hono";
import { authenticate } from "../authenticate.ts";
import type { ApiDependencies } from "../dependencies.ts";

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

	/** The list is the same until the catalog changes: clients may ask whether it has. */
	function withEtag(c: Context, body: object, etag: string): Response {
		const headers = { etag, "cache-control": "public, max-age=60" };
		if (c.req.header("if-none-match") === etag) return c.body(null, 304, headers);
		return c.json(body, 200, headers);
	}

	function list(c: Context, source: { readonly models: readonly Model[] } = catalog): Response {
		const url = new URL(c.req.url);
		const page = selectModels({ ...catalog, ...source }, parseModelQuery(url.searchParams), deps.now());
		const models = toModelList(page, deps.now());
		const next = models.links.next;
		const links = { ...models.links, next: next === null ? null : `${url.pathname}?${next}` };
		return withEtag(c, { ...models, links }, catalog.etag);
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
			const key = await authenticate(deps, c.req.raw.headers, "read");
			return list(c, { models: catalog.models.filter((model) => isModelAllowed(key.allowedModels, model.slug)) });
		},

		count(c: Context) {
			const page = selectModels(catalog, parseModelQuery(new URL(c.req.url).searchParams), deps.now());
			return withEtag(c, { data: { count: page.totalCount } }, catalog.etag);
		},

		embeddingModels: (c: Context) => list(c, { models: catalog.models.filter((model) => model.kind === "embedding") }),

		model: (c: Context) => withEtag(c, toModelObject(named(c), deps.now()), catalog.etag),

		openRouterModel: (c: Context) => withEtag(c, { data: toModelObject(named(c), deps.now()) }, catalog.etag),

		endpoints: (c: Context) => withEtag(c, toEndpointsObject(named(c), catalog.providers, deps.now()), catalog.etag),

		providers: (c: Context) => withEtag(c, toProviderList(catalog.providers), catalog.etag),
	};
}
