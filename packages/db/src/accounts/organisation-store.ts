import type { Database, Queries } from "../connect.ts";
import { recordAct } from "./record-act.ts";

export interface NewOrganisation {
	readonly id: string;
	readonly projectId: string;
	readonly accountId: string;
	readonly name: string;
	readonly email: string | undefined;
}

export interface OrganisationRecord {
	readonly id: string;
	readonly name: string;
	readonly email: string | undefined;
	readonly projectId: string;
	readonly accountId: string;
	readonly suspended: boolean;
	readonly createdAt: number;
}

/** A row as `selectOrganisations` gives it. */
export interface OrganisationRow {
	readonly id: string;
	readonly name: string;
	readonly email: string | null;
	readonly project_id: string;
	readonly account_id: string;
	readonly suspended: boolean;
	readonly created_at: Date;
}

/** Makes an organisation with its credit account and a default project. */
export async function createOrganisation(sql: Database, organisation: NewOrganisation, actor: string): Promise<void> {
	await sql.begin((tx) => insertOrganisation(tx, organisation, actor));
}

/** As `createOrganisation`, in a transaction under way. */
export async function insertOrganisation(tx: Queries, organisation: NewOrganisation, actor: string): Promise<void> {
	const { id, projectId, accountId, name, email } = organisation;
	await tx`insert into organisation (id, name, email) values (${id}, ${name}, ${email ?? null})`;
	await tx`insert into project (id, organisation_id, name) values (${projectId}, ${id}, 'Default')`;
	await tx`insert into account (id, kind, organisation_id) values (${accountId}, 'customer', ${id})`;
	await recordAct(tx, { organisationId: id, actor, action: "organisation.create", target: id, detail: { name } });
}

/** Organisations, each with its account and first project. */
export function selectOrganisations(sql: Queries) {
	return sql`select o.id, o.name, o.email, o.suspended_at is not null as suspended, o.created_at, a.id as account_id,
			(select p.id from project p where p.organisation_id = o.id and p.archived_at is null order by p.created_at, p.id limit 1) as project_id
		from organisation o join account a on a.organisation_id = o.id`;
}

/** All organisations, the oldest first. */
export async function listOrganisations(sql: Database): Promise<OrganisationRecord[]> {
	const rows = await sql<OrganisationRow[]>`${selectOrganisations(sql)} order by o.created_at, o.id`;
	return rows.map(readOrganisation);
}

export function readOrganisation(row: OrganisationRow): OrganisationRecord {
	return {
		id: row.id,
		name: row.name,
		email: row.email ?? undefined,
		projectId: row.project_id,
		accountId: row.account_id,
		suspended: row.suspended,
		createdAt: row.created_at.getTime(),
	};
}
