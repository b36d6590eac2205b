import type { OrganisationRecord } from "@turnpike/db";
import { auditLogQuery, organizationRequest, readObject, readQuery } from "@turnpike/wire/account";
import type { Context } from "hono";
import type { ApiDependencies } from "../dependencies.ts";
import { readJsonBody } from "../http/read-body.ts";
import { requireActor, requireUser } from "./actor.ts";
import { forgetToken } from "./forget-token.ts";
import { fromBook } from "./from-book.ts";

const ACTS_ON_A_PAGE = 50;

/** The organisation somebody acts in, others they make, and who did what there. */
export function organisationRoutes(deps: ApiDependencies) {
	const { accounts, ids } = deps;

	async function readName(c: Context): Promise<string> {
		const body = await readJsonBody(c.req.raw, deps.deadlines, deps.timeouts.bodyMs);
		return readObject(organizationRequest, body.value).name;
	}

	async function show(c: Context, organisationId: string): Promise<Response> {
		const organisation = await fromBook(accounts.organisation(organisationId));
		if (!organisation) throw new Error(`there is no organisation ${organisationId}`);
		return c.json({ data: organisationObject(organisation) });
	}

	return {
		async show(c: Context) {
			return show(c, (await requireActor(deps, c.req.raw, "projects:read")).organisationId);
		},

		async rename(c: Context) {
			const { organisationId, name: actor } = await requireActor(deps, c.req.raw, "organisation:write");
			await fromBook(accounts.renameOrganisation(organisationId, await readName(c), actor));
			return show(c, organisationId);
		},

		/** Founds another one, owned by whoever asks, and acts in it from now on. */
		async found(c: Context) {
			const user = await requireUser(deps, c.req.raw, "change");
			const name = await readName(c);
			const id = ids.id("organisation");
			const { userId, email, sessionId } = user;
			const organisation = { id, projectId: ids.id("project"), accountId: ids.id("account"), name, email };
			await fromBook(
				accounts.foundOrganisation({ userId, memberId: ids.id("member"), organisation }, `user:${userId}`),
			);
			await fromBook(accounts.switchOrganisation(sessionId, id));
			forgetToken(deps, c);
			return c.json(
				{ data: { id, name, email, suspended: false, created_at: new Date(deps.now()).toISOString() } },
				201,
			);
		},

		async auditLog(c: Context) {
			const { organisationId } = await requireActor(deps, c.req.raw, "audit:read");
			const { limit = ACTS_ON_A_PAGE, cursor } = readQuery(auditLogQuery, new URL(c.req.url).searchParams);
			const acts = await fromBook(accounts.acts(organisationId, limit + 1, cursor));
			const page = acts.slice(0, limit);
			const next_cursor = acts.length > limit ? (page.at(-1)?.id ?? null) : null;
			return c.json({ data: page.map((act) => ({ ...act, at: new Date(act.at).toISOString() })), next_cursor });
		},
	};
}

function organisationObject({ id, name, email, suspended, createdAt }: OrganisationRecord) {
	return { id, name, email: email ?? null, suspended, created_at: new Date(createdAt).toISOString() };
}
