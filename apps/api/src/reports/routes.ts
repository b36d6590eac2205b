import { generationIdToUuid } from "@turnpike/accounts";
import { TurnpikeError } from "@turnpike/wire";
import {
	analyticsForm,
	analyticsRequest,
	generationListQuery,
	generationQuery,
	readObject,
	readQuery,
} from "@turnpike/wire/account";
import type { Context } from "hono";
import { requireActor } from "../account/actor.ts";
import { fromBook } from "../account/from-book.ts";
import { usageScope } from "../account/usage-scope.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { readJsonBody } from "../http/read-body.ts";
import { receiptOf } from "../receipts/receipt-of.ts";
import { activityCsv, activityObject } from "./activity-object.ts";
import { activityQueryOf, readActivityRequest } from "./activity-query.ts";
import { analyticsCsv, analyticsMetaObject, analyticsObject } from "./analytics-object.ts";
import { analyticsQuery } from "./analytics-query.ts";
import { csvHeaders, wantsCsv } from "./csv.ts";
import { generationListCsv, generationListObject, generationsQuery } from "./generation-list.ts";
import { generationObject } from "./generation-object.ts";

/** What was used, by whom, and what it cost. */
export function reportRoutes(deps: ApiDependencies) {
	const { reports } = deps;
	return {
		async generation(c: Context) {
			const { organisationId } = await usageScope(deps, c.req.raw);
			const { id, receipt } = readQuery(generationQuery, new URL(c.req.url).searchParams);
			const uuid = generationIdToUuid(id);
			const record = uuid && (await fromBook(reports.generation(organisationId, uuid)));
			if (!record) throw new TurnpikeError("not_found", `There is no generation ${JSON.stringify(id.slice(0, 80))}.`);
			const { data } = generationObject(record);
			if (receipt === undefined) return c.json({ data });
			return c.json({ data: { ...data, ...(await receiptOf(deps, record)) } });
		},

		async generations(c: Context) {
			const scope = await usageScope(deps, c.req.raw);
			const asked = readQuery(generationListQuery, new URL(c.req.url).searchParams);
			const keys = await fromBook(reports.keys(scope.organisationId));
			const page = await fromBook(reports.generations(generationsQuery(scope, asked, keys)));
			const list = generationListObject(page, keys);
			if (!wantsCsv(asked.format, c.req.header("accept"))) return c.json(list);
			const next = list.next_cursor === null ? {} : { "x-turnpike-next-cursor": list.next_cursor };
			return c.body(generationListCsv(list), 200, { ...csvHeaders("generations"), ...next });
		},

		async analytics(c: Context) {
			const { organisationId } = await requireActor(deps, c.req.raw, "usage:read");
			const { format } = readQuery(analyticsForm, new URL(c.req.url).searchParams);
			const body = await readJsonBody(c.req.raw, deps.deadlines, deps.timeouts.bodyMs);
			const asked = readObject(analyticsRequest, body.value);
			const query = analyticsQuery({ organisationId, keyId: undefined }, asked, deps.now());
			const began = deps.monotonic();
			const [found, names] = await Promise.all([
				fromBook(reports.analytics(query)),
				fromBook(reports.names(organisationId)),
			]);
			if (wantsCsv(format, c.req.header("accept"))) {
				return c.body(analyticsCsv(asked, found, names), 200, csvHeaders("analytics"));
			}
			return c.json(analyticsObject(asked, query, found, names, deps.monotonic() - began));
		},

		async analyticsMeta(c: Context) {
			await requireActor(deps, c.req.raw, "usage:read");
			return c.json(analyticsMetaObject());
		},

		async activity(c: Context) {
			const scope = await usageScope(deps, c.req.raw);
			const request = readActivityRequest(new URL(c.req.url).searchParams, c.req.header("accept") ?? null, deps.now());
			const keys = await fromBook(reports.keys(scope.organisationId));
			const activity = await fromBook(reports.activity(activityQueryOf(scope, request, keys)));
			const names = new Map(keys.map(({ id, name }) => [id, name]));
			if (!request.csv) return c.json(activityObject(activity, names));
			return c.body(activityCsv(activity, request.by, names), 200, csvHeaders("activity"));
		},
	};
}
