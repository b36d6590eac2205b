import { alertsRequest, readObject } from "@turnpike/wire/account";
import type { Context } from "hono";
import { requireActor } from "../account/actor.ts";
import { fromBook } from "../account/from-book.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { readJsonBody } from "../http/read-body.ts";
import { alertsObject } from "./webhook-object.ts";

/** What an organisation is told of its money. */
export function alertRoutes(deps: ApiDependencies) {
	const { alerts } = deps;

	async function show(organisationId: string) {
		const settings = await fromBook(alerts.settings(organisationId));
		return alertsObject(settings, await fromBook(alerts.webhooks(organisationId)));
	}

	return {
		async show(c: Context) {
			// A webhook's address may be what lets somebody post to it: it is shown to whom the audit log is.
			const { organisationId } = await requireActor(deps, c.req.raw, "audit:read");
			return c.json({ data: await show(organisationId) });
		},

		async put(c: Context) {
			const { organisationId, name } = await requireActor(deps, c.req.raw, "organisation:write");
			const body = await readJsonBody(c.req.raw, deps.deadlines, deps.timeouts.bodyMs);
			const { mail, low_balance_usd: lowBalance } = readObject(alertsRequest, body.value);
			await fromBook(alerts.change(organisationId, { mail, lowBalance }, name));
			return c.json({ data: await show(organisationId) });
		},
	};
}
