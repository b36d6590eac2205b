import type { Queries, Transaction } from "../connect.ts";
import { recordAct } from "./record-act.ts";

export interface ProjectRecord {
	readonly id: string;
	readonly name: string;
	/** Keys in it that are not revoked. */
	readonly keys: number;
	/** Unix milliseconds. */
	readonly createdAt: number;
}

interface ProjectRow {
	readonly id: string;
	readonly name: string;
	readonly keys: number;
	readonly created_at: Date;
}

/** An organisation's projects, the first one made first. */
export async function listProjects(tx: Queries, organisationId: string): Promise<ProjectRecord[]> {
	const rows = await tx<ProjectRow[]>`select p.id, p.name, p.created_at,
			(select count(*)::int4 from api_key k where k.project_id = p.id and k.revoked_at is null) as keys
		from project p where p.organisation_id = ${organisationId} and p.archived_at is null order by p.created_at, p.id`;
	return rows.map(({ id, name, keys, created_at }) => ({ id, name, keys, createdAt: created_at.getTime() }));
}

export async function createProject(
	tx: Transaction,
	{ id, organisationId, name }: { readonly id: string; readonly organisationId: string; readonly name: string },
	actor: string,
): Promise<void> {
	await tx`insert into project (id, organisation_id, name) values (${id}, ${organisationId}, ${name})`;
	await recordAct(tx, { organisationId, actor, action: "project.create", target: id, detail: { name } });
}

/** @returns false when the organisation has no such project. */
export async function renameProject(
	tx: Transaction,
	{ id, organisationId, name }: { readonly id: string; readonly organisationId: string; readonly name: string },
	actor: string,
): Promise<boolean> {
	const renamed = await tx`update project set name = ${name}
		where organisation_id = ${organisationId} and id = ${id} and archived_at is null`;
	if (renamed.count === 0) return false;
	await recordAct(tx, { organisationId, actor, action: "project.rename", target: id, detail: { name } });
	return true;
}

/**
 * Archives a project: nothing new goes into it, and its usage still names it.
 *
 * @returns `in_use` while it has keys that are not revoked, `last` when there is no other.
 */
export async function archiveProject(
	tx: Transaction,
	organisationId: string,
	projectId: string,
	actor: string,
): Promise<"archived" | "not_found" | "in_use" | "last"> {
	// All of them, in one order: two that go at once would each see the other stay.
	const projects = await tx<{ id: string }[]>`select id from project
		where organisation_id = ${organisationId} and archived_at is null order by id for update`;
	if (!projects.some(({ id }) => id === projectId)) return "not_found";
	if (projects.length === 1) return "last";
	const [key] = await tx`select 1 from api_key where project_id = ${projectId} and revoked_at is null limit 1`;
	if (key) return "in_use";
	await tx`update project set archived_at = clock_timestamp() where id = ${projectId}`;
	await recordAct(tx, { organisationId, actor, action: "project.archive", target: projectId, detail: {} });
	return "archived";
}
