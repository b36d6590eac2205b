import { generationIdToUuid } from "@turnpike/accounts";
import { TurnpikeError } from "@turnpike/wire";
import type { Context } from "hono";
import { authenticate } from "../authenticate.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { activityCsv, activityObject } from "./activity-object.ts";
import { readActivityRequest } from "./activity-query.ts";
import { creditsObject } from "./credits-object.ts";
import { generationObject } from "./generation-object.ts";
import { keyObject } from "./key-object.ts";

/** What a key may read of itself and its organisation. */
export function accountRoutes(deps: ApiDependencies) {
	const caller = async (c: Context) => authenticate(deps, c.req.raw.headers, "read");
	return {
		async key(c: Context) {
			const key = await caller(c);
			return c.json(keyObject(key, await fromBook(deps.reports.keySpend(key))));
		},

		async credits(c: Context) {
			const key = await caller(c);
			const balance = await fromBook(deps.reports.balance(key.organisationId));
			if (!balance) throw new Error(`organisation ${key.organisationId} has no account`);
			return c.json(creditsObject(balance));
		},

		async generation(c: Context) {
			const key = await caller(c);
			const id = c.req.query("id");
			if (id === undefined) {
				throw new TurnpikeError("missing_required_parameter", "`id` is required: /generation?id=gen_…", {
					param: "id",
				});
			}
			const uuid = generationIdToUuid(id);
			const record = uuid && (await fromBook(deps.reports.generation(key.organisationId, uuid)));
			if (!record) throw new TurnpikeError("not_found", `There is no generation ${JSON.stringify(id.slice(0, 80))}.`);
			return c.json(generationObject(record));
		},

		/** A management key sees its organisation, an inference key what itself has spent. */
		async activity(c: Context) {
			const key = await caller(c);
			const request = readActivityRequest(new URL(c.req.url).searchParams, c.req.header("accept") ?? null, deps.now());
			const query = { organisationId: key.organisationId, by: request.by, from: request.from, to: request.to };
			const [activity, names] = await Promise.all([
				fromBook(deps.reports.activity(key.management ? query : { ...query, keyId: key.id })),
				fromBook(deps.reports.keyNames(key.organisationId)),
			]);
			if (!request.csv) return c.json(activityObject(activity, names));
			return c.body(activityCsv(activity, request.by, names), 200, {
				"content-type": "text/csv; charset=utf-8",
				"content-disposition": 'attachment; filename="activity.csv"',
			});
		},
	};
}

/** A report that cannot be had is our trouble, never the caller's mistake. */
async function fromBook<T>(report: Promise<T>): Promise<T> {
	try {
		return await report;
	} catch (cause) {
		const message = "The book cannot be read at the moment; try again shortly.";
		throw new TurnpikeError("overloaded", message, { retryAfterSeconds: 2, cause });
	}
}
