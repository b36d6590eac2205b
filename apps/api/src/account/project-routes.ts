import type { ProjectRecord } from "@turnpike/db";
import { TurnpikeError } from "@turnpike/wire";
import { projectRequest, readObject } from "@turnpike/wire/account";
import type { Context } from "hono";
import type { ApiDependencies } from "../dependencies.ts";
import { readJsonBody } from "../http/read-body.ts";
import { requireActor } from "./actor.ts";
import { fromBook } from "./from-book.ts";

/** What keys and their usage are sorted by. */
export function projectRoutes(deps: ApiDependencies) {
	const { accounts, ids } = deps;

	async function readName(c: Context): Promise<string> {
		const body = await readJsonBody(c.req.raw, deps.deadlines, deps.timeouts.bodyMs);
		return readObject(projectRequest, body.value).name;
	}

	async function show(c: Context, organisationId: string, id: string, status: 200 | 201): Promise<Response> {
		const project = (await fromBook(accounts.projects(organisationId))).find((each) => each.id === id);
		if (!project) throw noSuchProject(id);
		return c.json({ data: projectObject(project) }, status);
	}

	return {
		async list(c: Context) {
			const { organisationId } = await requireActor(deps, c.req.raw, "projects:read");
			return c.json({ data: (await fromBook(accounts.projects(organisationId))).map(projectObject) });
		},

		async create(c: Context) {
			const { organisationId, name: actor } = await requireActor(deps, c.req.raw, "projects:write");
			const id = ids.id("project");
			await fromBook(accounts.createProject({ id, organisationId, name: await readName(c) }, actor));
			return show(c, organisationId, id, 201);
		},

		async rename(c: Context) {
			const { organisationId, name: actor } = await requireActor(deps, c.req.raw, "projects:write");
			const id = c.req.param("id") ?? "";
			const renamed = await fromBook(accounts.renameProject({ id, organisationId, name: await readName(c) }, actor));
			if (!renamed) throw noSuchProject(id);
			return show(c, organisationId, id, 200);
		},

		async archive(c: Context) {
			const { organisationId, name: actor } = await requireActor(deps, c.req.raw, "projects:write");
			const id = c.req.param("id") ?? "";
			const outcome = await fromBook(accounts.archiveProject(organisationId, id, actor));
			switch (outcome) {
				case "archived":
					return c.json({ deleted: true });
				case "not_found":
					throw noSuchProject(id);
				case "in_use":
					throw new TurnpikeError("invalid_value", "This project has keys: move or revoke them first.");
				case "last":
					throw new TurnpikeError("invalid_value", "This is the only project: keys must belong to one.");
			}
		},
	};
}

function noSuchProject(id: string): TurnpikeError {
	return new TurnpikeError("not_found", `There is no project ${JSON.stringify(id.slice(0, 80))}.`);
}

function projectObject({ id, name, keys, createdAt }: ProjectRecord) {
	return { id, name, keys, created_at: new Date(createdAt).toISOString() };
}
