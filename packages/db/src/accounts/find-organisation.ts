import type { Queries } from "../connect.ts";
import {
	type OrganisationRecord,
	type OrganisationRow,
	readOrganisation,
	selectOrganisations,
} from "./organisation-store.ts";

/** One organisation with its account and first project, or undefined when there is none of that id. */
export async function findOrganisation(sql: Queries, id: string): Promise<OrganisationRecord | undefined> {
	const [row] = await sql<OrganisationRow[]>`${selectOrganisations(sql)} where o.id = ${id}`;
	return row && readOrganisation(row);
}
