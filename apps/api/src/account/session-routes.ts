import { PERMISSIONS } from "@turnpike/accounts";
import { TurnpikeError } from "@turnpike/wire";
import { readObject, readQuery, type SessionAnswer, sessionQuery, switchRequest } from "@turnpike/wire/account";
import type { Context } from "hono";
import type { ApiDependencies } from "../dependencies.ts";
import { readJsonBody } from "../http/read-body.ts";
import { findActor, findUser, requireUser } from "./actor.ts";
import { forgetToken } from "./forget-token.ts";
import { fromBook } from "./from-book.ts";
import { installationObject } from "./installation.ts";

/** Who asks, where they are, and where else they could be. */
export function sessionRoutes(deps: ApiDependencies) {
	const { accounts, installation } = deps;

	async function show(c: Context): Promise<Response> {
		const user = await findUser(deps, c.req.raw, "read");
		if (user && !user.membership) return c.json(strangerObject(user));
		const actor = await findActor(deps, c.req.raw, "read");
		const [organisation, memberships] = await Promise.all([
			fromBook(accounts.organisation(actor.organisationId)),
			actor.kind === "user" ? fromBook(accounts.organisationsOf(actor.userId)) : [],
		]);
		const data: SessionAnswer["data"] = {
			kind: actor.kind,
			user: user ? { id: user.userId, email: user.email, name: user.name } : null,
			session_id: user?.sessionId ?? null,
			organization: organisation
				? { id: organisation.id, name: organisation.name, suspended: organisation.suspended }
				: null,
			member_id: actor.kind === "user" ? actor.memberId : null,
			role: actor.kind === "user" ? actor.role : null,
			permissions: PERMISSIONS.filter((permission) => actor.permissions.has(permission)),
			organizations: memberships.map(({ organisationId, name, role }) => ({ id: organisationId, name, role })),
			...installationObject(installation),
		};
		return c.json({ data } satisfies SessionAnswer);
	}

	return {
		installation: (c: Context) => c.json({ data: installationObject(installation) }),

		/** With `optional=true` nobody is no error: a page asks this before it knows whether somebody is signed in. */
		async session(c: Context) {
			const { optional } = readQuery(sessionQuery, new URL(c.req.url).searchParams);
			return show(c).catch((error: unknown) => {
				if (optional === "true" && isNobody(error)) return c.body(null, 204);
				throw error;
			});
		},

		/** Acts in another organisation of the user's from now on, in this session. */
		async switch(c: Context) {
			const { sessionId } = await requireUser(deps, c.req.raw, "change");
			const body = await readJsonBody(c.req.raw, deps.deadlines, deps.timeouts.bodyMs);
			const { organization_id: id } = readObject(switchRequest, body.value);
			if (!(await fromBook(accounts.switchOrganisation(sessionId, id)))) {
				throw new TurnpikeError("not_found", `You belong to no organisation ${JSON.stringify(id.slice(0, 80))}.`);
			}
			forgetToken(deps, c);
			return c.json({ data: { organization_id: id } });
		},
	};

	/** Somebody who left every organisation they were in. */
	function strangerObject({ userId, email, name, sessionId }: NonNullable<Awaited<ReturnType<typeof findUser>>>) {
		const data: SessionAnswer["data"] = {
			kind: "user",
			user: { id: userId, email, name },
			session_id: sessionId,
			...{ organization: null, member_id: null, role: null, permissions: [], organizations: [] },
			...installationObject(installation),
		};
		return { data } satisfies SessionAnswer;
	}
}

function isNobody(error: unknown): boolean {
	return error instanceof TurnpikeError && error.type === "authentication_error";
}
