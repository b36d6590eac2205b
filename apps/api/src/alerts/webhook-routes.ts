import type { Actor } from "@turnpike/accounts";
import type { WebhookName } from "@turnpike/db";
import { TurnpikeError } from "@turnpike/wire";
import { changeWebhookRequest, readObject, webhookRequest } from "@turnpike/wire/account";
import type { Context } from "hono";
import { requireActor } from "../account/actor.ts";
import { fromBook } from "../account/from-book.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { readJsonBody } from "../http/read-body.ts";
import { MOST_WEBHOOKS } from "./alerts.ts";
import { checkWebhookUrl } from "./check-webhook-url.ts";
import { webhookObject } from "./webhook-object.ts";

/** How long a secret still signs beside the one that took its place. */
const ROTATION_MS = 24 * 3_600_000;

/** Where an organisation is told what it is told. */
export function webhookRoutes(deps: ApiDependencies) {
	const { alerts } = deps;
	const readBody = async (c: Context) => (await readJsonBody(c.req.raw, deps.deadlines, deps.timeouts.bodyMs)).value;

	async function show(name: WebhookName) {
		const found = await fromBook(alerts.webhook(name));
		if (!found) throw noSuchWebhook();
		return webhookObject(found);
	}

	return {
		async create(c: Context) {
			const { organisationId, name: actor } = await seesToAlerts(deps, c);
			const { url } = readObject(webhookRequest, await readBody(c));
			checkWebhookUrl(url, deps.webhookRules);
			const name = { organisationId, id: deps.ids.id("webhook") };
			const secret = await fromBook(alerts.add(name, url, actor));
			if (secret === undefined) throw tooMany();
			return c.json({ data: await show(name), secret }, 201);
		},

		async change(c: Context) {
			const { name, actor } = await named(deps, c);
			const { enabled } = readObject(changeWebhookRequest, await readBody(c));
			if (!(await fromBook(alerts.switch(name, enabled, actor.name)))) throw noSuchWebhook();
			return c.json({ data: await show(name) });
		},

		async remove(c: Context) {
			const { name, actor } = await named(deps, c);
			if (!(await fromBook(alerts.remove(name, actor.name)))) throw noSuchWebhook();
			return c.json({ deleted: true });
		},

		async rotate(c: Context) {
			const { name, actor } = await named(deps, c);
			const secret = await fromBook(alerts.rotate(name, deps.now() + ROTATION_MS, actor.name));
			if (secret === undefined) throw noSuchWebhook();
			return c.json({ data: await show(name), secret });
		},

		async test(c: Context) {
			const { name } = await named(deps, c);
			const id = await fromBook(alerts.test(name));
			if (typeof id === "string") return c.json({ data: { id, type: "webhook.test" } }, 202);
			if (id.refused === "none") throw noSuchWebhook();
			throw new TurnpikeError("rate_limit_exceeded", "Tests wait for this webhook already.", { retryAfterSeconds: 10 });
		},
	};
}

function seesToAlerts(deps: ApiDependencies, c: Context): Promise<Actor> {
	return requireActor(deps, c.req.raw, "organisation:write");
}

async function named(deps: ApiDependencies, c: Context): Promise<{ name: WebhookName; actor: Actor }> {
	const actor = await seesToAlerts(deps, c);
	return { name: { organisationId: actor.organisationId, id: c.req.param("id") ?? "" }, actor };
}

function tooMany(): TurnpikeError {
	return new TurnpikeError("invalid_value", `An organisation has at most ${MOST_WEBHOOKS} webhooks; delete one first.`);
}

function noSuchWebhook(): TurnpikeError {
	return new TurnpikeError("not_found", "There is no such webhook. GET /v1/alerts lists those there are.");
}
