import { listParkedMail, retryParkedMail } from "@turnpike/db";
import type { Operator } from "../operator.ts";
import { textTable } from "../text-table.ts";
import { defineVerb, type Outcome } from "../verb.ts";

export const mail = defineVerb({
	name: "mail",
	summary: "Lists mails that no server takes, or lets them be tried again after the cause was mended.",
	options: {},
	positionals: [{ name: "list|retry", help: "What to do.", oneOf: ["list", "retry"], required: true }],
	plan: (given) => (given.positional(0) === "list" ? list : retry),
});

async function list(operator: Operator): Promise<Outcome> {
	const parked = (await listParkedMail(await operator.book())).map(({ createdAt, ...rest }) => ({
		...rest,
		created_at: new Date(createdAt).toISOString(),
	}));
	const rows = parked.map(({ id, to, created_at, subject, reason }) => [id, to, created_at, subject, reason]);
	const heads = ["ID", "TO", "CREATED", "SUBJECT", "REASON"];
	return { json: { parked }, text: rows.length === 0 ? "No mail is parked." : textTable(heads, rows) };
}

async function retry(operator: Operator): Promise<Outcome> {
	const retried = await retryParkedMail(await operator.book());
	return { json: { retried }, text: `${retried} to be delivered again: the billing worker does it.` };
}
