import { type Flavor, type Format, TurnpikeError, toTurnpikeError } from "@turnpike/wire";
import { type Context, Hono } from "hono";
import { LinearRouter } from "hono/router/linear-router";
import { RegExpRouter } from "hono/router/reg-exp-router";
import { catalogRoutes } from "./account/catalog-routes.ts";
import { invitationRoutes } from "./account/invitation-routes.ts";
import { keyRoutes } from "./account/key-routes.ts";
import { memberRoutes } from "./account/member-routes.ts";
import { organisationRoutes } from "./account/organisation-routes.ts";
import { projectRoutes } from "./account/project-routes.ts";
import { accountRoutes } from "./account/routes.ts";
import { sessionRoutes } from "./account/session-routes.ts";
import { alertRoutes } from "./alerts/routes.ts";
import { webhookRoutes } from "./alerts/webhook-routes.ts";
import { authRoutes } from "./auth/routes.ts";
import { budgetRoutes } from "./budgets/routes.ts";
import { creditRoutes } from "./credits/routes.ts";
import { sandboxRoutes } from "./credits/sandbox/routes.ts";
import { webhookRoute } from "./credits/webhook-route.ts";
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
	const catalog = catalogRoutes(deps);
	const operator = operatorRoutes(deps);
	const auth = authRoutes(deps);

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
		app.get(`${root}/images/models`, catalog.imageModels);
		app.get(`${root}/endpoints/zdr`, catalog.zdrEndpoints);
		app.get(`${root}/providers`, catalog.providers);

		addPeopleRoutes(app, deps, root);
		addUsageRoutes(app, deps, root);
		addCreditRoutes(app, deps, root);
		addAlertRoutes(app, deps, root);
	}

	app.get("/api/auth/token", auth.token);
	app.get("/api/auth/*", auth.any);
	postingTo(app, deps)("/api/auth/*", auth.any);
	app.get("/.well-known/jwks.json", auth.jwks);
	addSandboxRoutes(app, deps);

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

/** How credit is bought, and what is told of payments. */
function addCreditRoutes(app: Hono, deps: ApiDependencies, root: string): void {
	const post = postingTo(app, deps);
	const credit = creditRoutes(deps);
	post(`${root}/credits/checkout`, credit.checkout);
	app.get(`${root}/credits/purchases`, credit.purchases);
	app.get(`${root}/credits/purchases/:id`, credit.purchase);
	app.get(`${root}/credits/auto-topup`, credit.autoTopUp);
	post(`${root}/credits/auto-topup`, credit.setAutoTopUp);
	app.delete(`${root}/credits/card`, credit.forgetCard);
	post(`${root}/stripe/webhook`, webhookRoute(deps));
}

/** What an organisation is told, and where. */
function addAlertRoutes(app: Hono, deps: ApiDependencies, root: string): void {
	const alert = alertRoutes(deps);
	const webhook = webhookRoutes(deps);
	app.get(`${root}/alerts`, alert.show);
	app.put(`${root}/alerts`, alert.put);
	app.post(`${root}/alerts/webhooks`, webhook.create);
	app.patch(`${root}/alerts/webhooks/:id`, webhook.change);
	app.delete(`${root}/alerts/webhooks/:id`, webhook.remove);
	app.post(`${root}/alerts/webhooks/:id/rotate`, webhook.rotate);
	app.post(`${root}/alerts/webhooks/:id/test`, webhook.test);
}

/** Pages to pay at where no payment is a real one. */
function addSandboxRoutes(app: Hono, deps: ApiDependencies): void {
	const sandbox = sandboxRoutes(deps);
	app.get("/sandbox/style.css", sandbox.style);
	app.get("/sandbox/checkout/:id", sandbox.checkout);
	app.post("/sandbox/checkout/:id", sandbox.pay);
	app.get("/sandbox/receipt/:id", sandbox.receipt);
}

/**
 * Every answer names its request. Those to a model's call do so themselves, as a middleware around them would cost more
 * than it does here: so what is posted is named one by one (`postingTo`).
 */
function nameRequests(app: Hono, deps: ApiDependencies): void {
	app.on(["GET", "PUT", "PATCH", "DELETE"], "*", async (c, next) => {
		await next();
		for (const cookie of deps.sessions?.cookiesFor(c.req.raw) ?? []) c.res.headers.append("set-cookie", cookie);
		nameAnswer(deps, c.res);
	});
}

function postingTo(app: Hono, deps: ApiDependencies) {
	return (path: string, handle: (c: Context) => Response | Promise<Response>) =>
		app.post(path, async (c) => nameAnswer(deps, await handle(c)));
}

/** A refusal has named its request already, in its body too. */
function nameAnswer(deps: ApiDependencies, answer: Response): Response {
	if (answer.headers.has("x-request-id")) return answer;
	const requestId = newRequestId(deps);
	answer.headers.set("x-request-id", requestId);
	answer.headers.set("request-id", requestId);
	return answer;
}

/** What was spent and what is left, what it may be, and what it was spent on. */
function addUsageRoutes(app: Hono, deps: ApiDependencies, root: string): void {
	const post = postingTo(app, deps);
	const account = accountRoutes(deps);
	const budget = budgetRoutes(deps);
	const report = reportRoutes(deps);
	app.get(`${root}/key`, account.key);
	app.get(`${root}/credits`, account.credits);
	app.get(`${root}/budgets`, budget.list);
	app.put(`${root}/budgets/:scope/:id/:reset`, budget.put);
	app.delete(`${root}/budgets/:scope/:id/:reset`, budget.end);
	app.get(`${root}/generation`, report.generation);
	app.get(`${root}/generations`, report.generations);
	app.get(`${root}/activity`, report.activity);
	app.get(`${root}/analytics/meta`, report.analyticsMeta);
	post(`${root}/analytics/query`, report.analytics);
}

/** What people look after: who they are and where, their keys, projects, organisation and its members. */
function addPeopleRoutes(app: Hono, deps: ApiDependencies, root: string): void {
	const post = postingTo(app, deps);
	const session = sessionRoutes(deps);
	const keys = keyRoutes(deps);
	const projects = projectRoutes(deps);
	const organisation = organisationRoutes(deps);
	const members = memberRoutes(deps);
	const invitations = invitationRoutes(deps);
	app.get(`${root}/installation`, session.installation);
	app.get(`${root}/session`, session.session);
	post(`${root}/session/organization`, session.switch);
	app.get(`${root}/keys`, keys.list);
	post(`${root}/keys`, keys.create);
	app.get(`${root}/keys/:hash`, keys.show);
	app.patch(`${root}/keys/:hash`, keys.change);
	app.delete(`${root}/keys/:hash`, keys.revoke);
	app.get(`${root}/projects`, projects.list);
	post(`${root}/projects`, projects.create);
	app.patch(`${root}/projects/:id`, projects.rename);
	app.delete(`${root}/projects/:id`, projects.archive);
	post(`${root}/organizations`, organisation.found);
	app.get(`${root}/organization`, organisation.show);
	app.patch(`${root}/organization`, organisation.rename);
	app.get(`${root}/organization/audit-log`, organisation.auditLog);
	app.get(`${root}/organization/members`, members.list);
	app.patch(`${root}/organization/members/:id`, members.change);
	app.delete(`${root}/organization/members/:id`, members.remove);
	app.get(`${root}/organization/invitations`, invitations.list);
	post(`${root}/organization/invitations`, invitations.create);
	app.delete(`${root}/organization/invitations/:id`, invitations.cancel);
	post(`${root}/invitations/look`, invitations.look);
	post(`${root}/invitations/accept`, invitations.accept);
	post(`${root}/invitations/decline`, invitations.decline);
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
