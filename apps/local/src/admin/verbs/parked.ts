import { generationIdToUuid, uuidToId } from "@turnpike/accounts";
import {
	listParked,
	listParkedEvents,
	listUnreadable,
	retryParked,
	retryParkedEvents,
	retryUnreadable,
} from "@turnpike/db";
import { CommandFailed, WrongUse } from "../failures.ts";
import type { Operator } from "../operator.ts";
import { textTable } from "../text-table.ts";
import { defineVerb, type Outcome } from "../verb.ts";

/** Something that waits for a person. */
interface ParkedThing {
	readonly what: string;
	/** Whose, or what about. */
	readonly of: string;
	readonly recorded_at: string;
	readonly reason: string;
}

/** A record of the second log, or what a lost stream left. */
const RECORD = /^(\d+-\d+|checkpoint:.+)$/;

export const parked = defineVerb({
	name: "parked",
	summary:
		"Lists usage and payment events that could not be booked or read, or lets them be tried again after the cause was mended.",
	options: {},
	positionals: [
		{ name: "list|retry", help: "What to do.", oneOf: ["list", "retry"], required: true },
		{ name: "ID", help: "With retry: only this generation (gen_…), event (evt_…) or record; without it, all." },
	],
	plan(given) {
		const id = given.positional(1);
		if (given.positional(0) === "list") {
			if (id !== undefined) throw new WrongUse("parked list takes nothing more.");
			return list;
		}
		if (id === undefined) return retryAll;
		if (id.startsWith("evt_")) return (operator) => retryOne(operator, id, retryParkedEvents, id);
		if (RECORD.test(id)) return (operator) => retryRecord(operator, id);
		const uuid = generationIdToUuid(id);
		if (uuid === undefined) {
			throw new WrongUse(
				`${JSON.stringify(id)} is not the id of a generation (gen_…), of an event (evt_…) or of a record (as \`parked list\` shows it).`,
			);
		}
		return (operator) => retryOne(operator, uuid, retryParked, id);
	},
});

async function list(operator: Operator): Promise<Outcome> {
	const sql = await operator.book();
	const usage = (await listParked(sql)).map(({ generationId, organisationId, reason, recordedAt }) => ({
		generation: uuidToId("generation", generationId),
		org: organisationId,
		reason,
		recorded_at: new Date(recordedAt).toISOString(),
	}));
	const events = (await listParkedEvents(sql)).map(({ id, type, reason, receivedAt }) => ({
		event: id,
		type,
		reason,
		recorded_at: new Date(receivedAt).toISOString(),
	}));
	const records = (await listUnreadable(sql)).map(({ source, said, reason, recordedAt }) => ({
		record: source,
		kind: said ?? null,
		reason,
		recorded_at: new Date(recordedAt).toISOString(),
	}));
	const things: ParkedThing[] = [
		...usage.map(({ generation, org, ...rest }) => ({ what: generation, of: org, ...rest })),
		...events.map(({ event, type, ...rest }) => ({ what: event, of: type, ...rest })),
		...records.map(({ record, kind, ...rest }) => ({ what: record, of: kind ?? "", ...rest })),
	];
	const rows = things.map(({ what, of, recorded_at, reason }) => [what, of, recorded_at, reason]);
	const heads = ["WHAT", "OF", "RECORDED", "REASON"];
	const text = rows.length === 0 ? "Nothing is parked." : textTable(heads, rows);
	return { json: { parked: usage, parked_events: events, parked_records: records }, text };
}

type Retry = (sql: Awaited<ReturnType<Operator["book"]>>, id: string | undefined) => Promise<number>;

async function retryOne(operator: Operator, id: string, retry: Retry, name: string): Promise<Outcome> {
	const retried = await retry(await operator.book(), id);
	if (retried === 0) throw new CommandFailed(`${name} is not parked; see \`parked list\`.`);
	return outcomeOf(retried);
}

/** Read here and now: what is understood becomes usage that waits to be posted. */
async function retryRecord(operator: Operator, source: string): Promise<Outcome> {
	const { read, left } = await retryUnreadable(await operator.book(), source);
	if (left > 0) throw new CommandFailed(`${source} cannot be read yet; see \`parked list\` for the reason.`);
	if (read === 0) throw new CommandFailed(`${source} is not parked; see \`parked list\`.`);
	return outcomeOf(read);
}

async function retryAll(operator: Operator): Promise<Outcome> {
	const sql = await operator.book();
	const { read } = await retryUnreadable(sql, undefined);
	return outcomeOf(read + (await retryParked(sql, undefined)) + (await retryParkedEvents(sql, undefined)));
}

function outcomeOf(retried: number): Outcome {
	const text = `${retried} to be tried again: the billing worker does it; what fails again is parked again.`;
	return { json: { retried }, text };
}
