import type { BudgetName, BudgetTerms } from "@turnpike/db";
import type { BudgetScope } from "@turnpike/ledger";
import { TurnpikeError } from "@turnpike/wire";
import {
	type BudgetList,
	budgetListQuery,
	budgetPath,
	budgetRequest,
	readObject,
	readQuery,
} from "@turnpike/wire/account";
import type { Context } from "hono";
import { requireActor } from "../account/actor.ts";
import { fromBook } from "../account/from-book.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { readJsonBody } from "../http/read-body.ts";
import { readTags } from "../inference/read-tags.ts";
import { budgetObject, readReset } from "./budget-object.ts";
import { permissionForBudget } from "./permission-for-budget.ts";

const DEFAULT_PAGE = 100;
/** How long an answer waits for processes to give credit back that a lowered budget no longer allows. */
const IN_FORCE_PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 25;

/** What organisations, projects, members, keys, end users and tags may spend, and what they have spent of it. */
export function budgetRoutes(deps: ApiDependencies) {
	const { budgets } = deps;
	return {
		async list(c: Context) {
			const { organisationId } = await requireActor(deps, c.req.raw, "usage:read");
			const asked = readQuery(budgetListQuery, new URL(c.req.url).searchParams);
			const limit = asked.limit ?? DEFAULT_PAGE;
			const query = { organisationId, scope: asked.scope, after: asked.cursor ?? "", limit: limit + 1 };
			const scopeId =
				asked.scope && asked.id ? await fromBook(budgets.holder(organisationId, asked.scope, asked.id)) : asked.id;
			const found = asked.id && scopeId === undefined ? [] : await fromBook(budgets.list({ ...query, scopeId }));
			const data = found.slice(0, limit).map(budgetObject);
			const more = found.length > limit;
			const list: BudgetList = {
				object: "list",
				data,
				has_more: more,
				next_cursor: more ? (data.at(-1)?.id ?? null) : null,
			};
			return c.json(list);
		},

		async put(c: Context) {
			const { name, actor } = await named(deps, c);
			const body = await readJsonBody(c.req.raw, deps.deadlines, deps.timeouts.bodyMs);
			const terms = readObject(budgetRequest, body.value);
			const inForce = isPerCall(name.scope)
				? await setPerCall(deps, { ...name, ...terms }, actor)
				: await setForGrants(deps, { ...name, ...terms }, actor);
			const set = await fromBook(budgets.find(name));
			if (!set) throw new TurnpikeError("not_found", "The budget was ended meanwhile.");
			return c.json({ data: budgetObject(set), in_force: inForce });
		},

		async end(c: Context) {
			const { name, actor } = await named(deps, c);
			const before = await fromBook(budgets.find(name));
			if (!before || !(await fromBook(budgets.end(name, actor)))) {
				throw new TurnpikeError("not_found", "There is no such budget.");
			}
			return c.json({ deleted: true, data: budgetObject(before) });
		},
	};
}

/** Which budget a path names, and who asks to change it. */
async function named(deps: ApiDependencies, c: Context): Promise<{ name: BudgetName; actor: string }> {
	const path = { scope: c.req.param("scope"), id: c.req.param("id"), reset: c.req.param("reset") };
	const { scope, id, reset } = readObject(budgetPath, path);
	const { organisationId, name: actor } = await requireActor(deps, c.req.raw, permissionForBudget(scope));
	if (scope === "tag" && readTags(id)[0] !== id) {
		throw new TurnpikeError("invalid_value", `${JSON.stringify(id)} is no tag.`, { param: "id" });
	}
	const scopeId = await fromBook(deps.budgets.holder(organisationId, scope, id));
	if (scopeId === undefined) {
		throw new TurnpikeError("not_found", `There is no ${scope} ${JSON.stringify(id.slice(0, 80))}.`);
	}
	return { name: { organisationId, scope, scopeId, reset: readReset(reset) }, actor };
}

function isPerCall(scope: BudgetScope): boolean {
	return scope === "end_user" || scope === "tag";
}

/** What such a budget allows is asked for every call, but that there is one is known to other processes a second later. */
async function setPerCall(deps: ApiDependencies, terms: BudgetTerms, actor: string): Promise<boolean> {
	const { organisationId, scope, scopeId } = terms;
	const known = await fromBook(deps.budgets.list({ organisationId, scope, scopeId, after: "", limit: 1 }));
	await fromBook(deps.budgets.set(terms, actor));
	await fromBook(deps.budgetedNames.refresh());
	return known.length > 0;
}

/** Waits until nobody has credit of before the change at hand; false when somebody takes too long to say so. */
async function setForGrants(deps: ApiDependencies, terms: BudgetTerms, actor: string): Promise<boolean> {
	const { organisationId } = terms;
	const recall = await fromBook(deps.budgets.set(terms, actor));
	if (recall === undefined) return true;
	const giveUpAt = deps.monotonic() + IN_FORCE_PATIENCE_MS;
	while (!(await fromBook(deps.budgets.answered(organisationId, recall)))) {
		if (deps.monotonic() > giveUpAt) return false;
		await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
	}
	return true;
}
