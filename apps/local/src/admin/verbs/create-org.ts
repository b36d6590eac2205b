import { createOrganisation } from "@turnpike/db";
import { ACTOR } from "../operator.ts";
import { readEmail, readName } from "../read-values.ts";
import { defineVerb } from "../verb.ts";

export const createOrg = defineVerb({
	name: "create-org",
	summary: "Makes an organisation with an empty credit account and a default project.",
	options: {
		name: { value: "NAME", help: "What it is called; names need not differ.", required: true },
		email: { value: "EMAIL", help: "Whom to write to." },
	},
	plan(given) {
		const name = readName(given, "name");
		const email = readEmail(given, "email");
		return async ({ book, ids }) => {
			const organisation = {
				id: ids.id("organisation"),
				projectId: ids.id("project"),
				accountId: ids.id("account"),
				name,
				email,
			};
			await createOrganisation(await book(), organisation, ACTOR);
			const { id, projectId } = organisation;
			return {
				json: { org: { id, name }, project: { id: projectId } },
				text: `Organisation ${id} (${name}), project ${projectId}.`,
			};
		};
	},
});
