import { generationIdToUuid } from "@turnpike/accounts";
import { TurnpikeError } from "@turnpike/wire";
import { generationListQuery, readQuery } from "@turnpike/wire/account";
import type { Context } from "hono";
import { fromBook } from "../account/from-book.ts";
import { usageScope } from "../account/usage-scope.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { activityCsv, activityObject } from "./activity-object.ts";
import { readActivityRequest } from "./activity-query.ts";
import { csvHeaders, wantsCsv } from "./csv.ts";
import { generationListCsv, generationListObject, generationsQuery } from "./generation-list.ts";
import { generationObject } from "./generation-object.ts";

/** What was used, by whom, and what it cost. */
export function reportRoutes(deps: ApiDependencies) {
	const { reports } = deps;
	return {
		async generation(c: Context) {
			const { organisationId } = await usageScope(deps, c.req.raw);
			const id = c.req.query("id");
			if (id === undefined) {
				throw new TurnpikeError("missing_required_parameter", "`id` is required: /generation?id=gen_…", {
					param: "id",
				});
			}
			const uuid = generationIdToUuid(id);
			const record = uuid && (await fromBook(reports.generation(organisationId, uuid)));
			if (!record) throw new TurnpikeError("not_found", `There is no generation ${JSON.stringify(id.slice(0, 80))}.`);
			return c.json(generationObject(record));
		},

		async generations(c: Context) {
			const scope = await usageScope(deps, c.req.raw);
			const asked = readQuery(generationListQuery, new URL(c.req.url).searchParams);
			const keys = await fromBook(reports.keys(scope.organisationId));
			const query = generationsQuery(scope, asked, keys);
			const page = query ? await fromBook(reports.generations(query)) : { rows: [], next: undefined };
			const list = generationListObject(page, keys);
			if (!wantsCsv(asked.format, c.req.header("accept"))) return c.json(list);
			const next = list.next_cursor === null ? {} : { "x-turnpike-next-cursor": list.next_cursor };
			return c.body(generationListCsv(list), 200, { ...csvHeaders("generations"), ...next });
		},

		async activity(c: Context) {
			const scope = await usageScope(deps, c.req.raw);
			const request = readActivityRequest(new URL(c.req.url).searchParams, c.req.header("accept") ?? null, deps.now());
			const { organisationId, keyId } = scope;
			const query = { organisationId, by: request.by, from: request.from, to: request.to };
			const [activity, keys] = await Promise.all([
				fromBook(reports.activity(keyId === undefined ? query : { ...query, keyId })),
				fromBook(reports.keys(organisationId)),
			]);
			const names = new Map(keys.map(({ id, name }) => [id, name]));
			if (!request.csv) return c.json(activityObject(activity, names));
			return c.body(activityCsv(activity, request.by, names), 200, csvHeaders("activity"));
		},
	};
}
