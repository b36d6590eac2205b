import { generationIdToUuid, uuidToId } from "@turnpike/accounts";
import { listParked, retryParked } from "@turnpike/db";
import { CommandFailed, WrongUse } from "../failures.ts";
import type { Operator } from "../operator.ts";
import { textTable } from "../text-table.ts";
import { defineVerb, type Outcome } from "../verb.ts";

export const parked = defineVerb({
	name: "parked",
	summary: "Lists usage that could not be posted, or lets it be posted again after the cause was mended.",
	options: {},
	positionals: [
		{ name: "list|retry", help: "What to do.", oneOf: ["list", "retry"], required: true },
		{ name: "GENERATION", help: "With retry: only this one (gen_…); without it, all." },
	],
	plan(given) {
		const id = given.positional(1);
		if (given.positional(0) === "list") {
			if (id !== undefined) throw new WrongUse("parked list takes nothing more.");
			return list;
		}
		const uuid = id === undefined ? undefined : generationIdToUuid(id);
		if (id !== undefined && uuid === undefined) {
			throw new WrongUse(`${JSON.stringify(id)} is not the id of a generation (gen_…).`);
		}
		return (operator) => retry(operator, uuid);
	},
});

async function list(operator: Operator): Promise<Outcome> {
	const all = await listParked(await operator.book());
	const parked = all.map(({ generationId, organisationId, reason, recordedAt }) => ({
		generation: uuidToId("generation", generationId),
		org: organisationId,
		reason,
		recorded_at: new Date(recordedAt).toISOString(),
	}));
	const rows = parked.map(({ generation, org, recorded_at, reason }) => [generation, org, recorded_at, reason]);
	const heads = ["GENERATION", "ORGANISATION", "RECORDED", "REASON"];
	return { json: { parked }, text: rows.length === 0 ? "Nothing is parked." : textTable(heads, rows) };
}

async function retry(operator: Operator, uuid: string | undefined): Promise<Outcome> {
	const retried = await retryParked(await operator.book(), uuid);
	if (uuid !== undefined && retried === 0) {
		throw new CommandFailed(`${uuidToId("generation", uuid)} is not parked; see \`parked list\`.`);
	}
	const text = `${retried} to be posted again: the billing worker does it; what fails again is parked again.`;
	return { json: { retried }, text };
}
