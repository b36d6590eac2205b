import { listOrganisations } from "@turnpike/db";
import { textTable } from "../text-table.ts";
import { defineVerb } from "../verb.ts";

export const listOrgs = defineVerb({
	name: "list-orgs",
	summary: "Lists all organisations, the oldest first.",
	options: {},
	plan: () => async (operator) => {
		const organisations = await listOrganisations(await operator.book());
		const orgs = organisations.map(({ id, name, email, projectId, suspended, createdAt }) => ({
			id,
			name,
			email: email ?? null,
			project: { id: projectId },
			suspended,
			created_at: new Date(createdAt).toISOString(),
		}));
		const rows = orgs.map((org) => [
			org.id,
			org.name,
			org.email ?? "",
			org.project.id,
			org.suspended ? "suspended" : "active",
			org.created_at,
		]);
		const heads = ["ID", "NAME", "EMAIL", "PROJECT", "STATE", "CREATED"];
		return {
			json: { orgs },
			text: orgs.length === 0 ? "No organisation yet: create-org makes one." : textTable(heads, rows),
		};
	},
});
