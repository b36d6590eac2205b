import { type Flavor, type Format, TurnpikeError, toTurnpikeError } from "@turnpike/wire";
import { type Context, Hono } from "hono";
import { LinearRouter } from "hono/router/linear-router";
import { RegExpRouter } from "hono/router/reg-exp-router";
import { catalogRoutes } from "./account/catalog-routes.ts";
import { accountRoutes } from "./account/routes.ts";
import { budgetRoutes } from "./budgets/routes.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { errorResponse, errorStyleOf } from "./http/error-response.ts";
import { notFound } from "./http/not-found.ts";
import { FORMATS } from "./inference/formats.ts";
import { inferenceHandler } from "./inference/handle.ts";
import { documentRoute } from "./openapi/document-route.ts";
import { outboxRoute } from "./operator/outbox.ts";
import { operatorRoutes } from "./operator/routes.ts";
import { reportRoutes } from "./reports/routes.ts";

type Router = NonNullable<NonNullable<ConstructorParameters<typeof Hono>[0]>["router"]>;

/**
 * Every route, one line each; the same app on Bun and on the edge.
 *
 * @param makeRouter The fastest router is slow to make. It takes no ambiguous parameters, so names of models are read by
 * an app of their own.
 */
export function createApp(deps: ApiDependencies, makeRouter: () => Router = () => new RegExpRouter()): Hono {
	const app = new Hono({ strict: false, router: makeRouter() });
	const named = new Hono({ strict: false, router: new LinearRouter() });
	const account = accountRoutes(deps);
	const catalog = catalogRoutes(deps);
	const budget = budgetRoutes(deps);
	const report = reportRoutes(deps);
	const operator = operatorRoutes(deps);

	const infer = (format: Format, flavor: Flavor) => {
		const handle = inferenceHandler(deps, format, flavor);
		return (c: Context) => handle(c.req.raw);
	};

	nameRequests(app, deps);

	for (const [root, flavor] of [
		["/v1", "native"],
		["/api/v1", "openrouter"],
	] as const) {
		app.post(`${root}/chat/completions`, infer(FORMATS.chat, flavor));
		app.post(`${root}/messages`, infer(FORMATS.messages, flavor));
		app.post(`${root}/embeddings`, infer(FORMATS.embeddings, flavor));

		app.get(`${root}/models`, catalog.models);
		app.get(`${root}/models/count`, catalog.count);
		app.get(`${root}/models/user`, catalog.userModels);
		app.get(`${root}/embeddings/models`, catalog.embeddingModels);
		app.get(`${root}/models/*`, (c) => named.fetch(c.req.raw));
		app.get(`${root}/model/*`, (c) => named.fetch(c.req.raw));
		named.get(`${root}/model/:author/:slug`, catalog.openRouterModel);
		named.get(`${root}/models/:author/:slug/endpoints`, catalog.endpoints);
		named.get(`${root}/models/:author/:slug`, catalog.model);
		named.get(`${root}/models/:slug`, catalog.model);
		app.get(`${root}/providers`, catalog.providers);

		app.get(`${root}/key`, account.key);
		app.get(`${root}/credits`, account.credits);
		app.get(`${root}/budgets`, budget.list);
		app.put(`${root}/budgets/:scope/:id/:reset`, budget.put);
		app.delete(`${root}/budgets/:scope/:id/:reset`, budget.end);
		app.get(`${root}/generation`, report.generation);
		app.get(`${root}/generations`, report.generations);
		app.get(`${root}/activity`, report.activity);
		app.get(`${root}/analytics/meta`, report.analyticsMeta);
		app.post(`${root}/analytics/query`, report.analytics);
	}

	app.get("/healthz", operator.health);
	app.get("/readyz", operator.ready);
	app.get("/metrics", operator.metrics);
	app.get("/openapi.json", documentRoute);
	app.get("/api/outbox", outboxRoute(deps));

	// A base URL with its root twice is the likeliest slip of all: meant well, served well.
	for (const root of ["/v1", "/api/v1"]) {
		app.all(`${root}/v1/*`, (c) => app.fetch(new Request(c.req.url.replace(`${root}/v1/`, `${root}/`), c.req.raw)));
	}
	// Whoever asks what routes there are is told of these, too.
	app.routes.push(...named.routes);
	const nothingThere = (c: Context) => refuse(deps, c, notFound(app, c.req.method, c.req.path));
	app.notFound(async (c) => (await deps.site?.(c.req.raw)) ?? nothingThere(c));
	named.notFound(nothingThere);
	for (const part of [app, named]) part.onError((error, c) => refuse(deps, c, error));
	return app;
}

/** Inference answers name their request themselves; a middleware around them would cost more than it does here. */
function nameRequests(app: Hono, deps: ApiDependencies): void {
	app.get("*", async (c, next) => {
		await next();
		// A refusal has named its request already, in its body too.
		if (c.res.headers.has("x-request-id")) return;
		const requestId = newRequestId(deps);
		c.res.headers.set("x-request-id", requestId);
		c.res.headers.set("request-id", requestId);
	});
}

function refuse(deps: ApiDependencies, c: Context, thrown: unknown): Response {
	const error = toTurnpikeError(thrown);
	const requestId = newRequestId(deps);
	if (error.code === "internal_error") deps.log.error("internal error", { request_id: requestId, error: error.cause });
	deps.metrics.refusals.of(error.code).add();
	const allow =
		error instanceof TurnpikeError && error.code === "method_not_allowed" ? error.metadata?.allow : undefined;
	const more: Record<string, string> = typeof allow === "string" ? { allow } : {};
	return errorResponse(error, errorStyleOf(c.req.path, c.req.raw.headers), requestId, more);
}

function newRequestId(deps: ApiDependencies): string {
	return `req_${deps.ids.id("generation").slice(4)}`;
}
