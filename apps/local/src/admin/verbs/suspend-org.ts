import { openFreezes, setSuspended } from "@turnpike/db";
import { organisationOf } from "../find-or-fail.ts";
import { ACTOR, type Operator } from "../operator.ts";
import { readText } from "../read-values.ts";
import { defineVerb, type Outcome } from "../verb.ts";

const OPTIONS = { org: { value: "ID", help: "Whose.", required: true } } as const;

export const suspendOrg = defineVerb({
	name: "suspend-org",
	summary: "Stops an organisation's spending, until resume-org.",
	options: OPTIONS,
	plan(given) {
		const org = readText(given, "org");
		return (operator) => change(operator, org, true);
	},
});

export const resumeOrg = defineVerb({
	name: "resume-org",
	summary: "Lets an organisation spend again, whatever stopped it: an operator, a dispute, a fraud warning.",
	more: "What is ended so does not stop it again by itself; a new dispute does.",
	options: OPTIONS,
	plan(given) {
		const org = readText(given, "org");
		return (operator) => change(operator, org, false);
	},
});

async function change(operator: Operator, org: string, suspended: boolean): Promise<Outcome> {
	const { name } = await organisationOf(operator, org);
	const sql = await operator.book();
	const before = await openFreezes(sql, org);
	await setSuspended(sql, org, suspended, ACTOR);
	const after = await openFreezes(sql, org);
	const ended = before.filter(({ id }) => !after.some((freeze) => freeze.id === id)).map(({ id }) => id);
	const text = suspended
		? `${name} may not spend any more.`
		: `${name} may spend again; ended: ${ended.join(", ") || "nothing"}.`;
	return { json: { org, suspended: after.length > 0, stopped_by: after.map(({ id }) => id), ended }, text };
}
