import type { RawBody } from "./raw-body.ts";
import { scan } from "./scan.ts";

/** Members to set to a JSON text, or to remove (undefined). */
export type Edits = ReadonlyMap<string, string | undefined> | Readonly<Record<string, string | undefined>>;

type Spliceable = Pick<RawBody, "text" | "members">;

function entriesOf(edits: Edits): Iterable<[string, string | undefined]> {
	return edits instanceof Map ? edits : Object.entries(edits);
}

/**
 * Rewrites a few top-level members of a JSON object and keeps every other byte: a member that is there is replaced
 * where it stands or removed, one that is not is appended.
 */
export function splice(body: Spliceable, edits: Edits): string {
	const changes: ReadonlyMap<string, string | undefined> =
		edits instanceof Map ? edits : new Map(Object.entries(edits));
	const { text, members } = body;
	const { out, from, kept } = rewriteMembers(body, changes);
	let appended = "";
	for (const [key, value] of changes) {
		if (value === undefined || members.has(key)) continue;
		appended += `${kept === 0 && appended === "" ? "" : ","}${JSON.stringify(key)}:${value}`;
	}
	if (appended === "") return out + text.slice(from);
	const end = text.lastIndexOf("}");
	return out + text.slice(from, end) + appended + text.slice(end);
}

interface Rewritten {
	readonly out: string;
	/** The text behind this index has still to be written. */
	readonly from: number;
	/** How many members are left. */
	readonly kept: number;
}

/** The text as far as its own members are replaced or removed. */
function rewriteMembers({ text, members }: Spliceable, changes: ReadonlyMap<string, string | undefined>): Rewritten {
	let out = "";
	let from = 0;
	let keptEnd = 0;
	let kept = 0;
	/** What stands between the last member that is kept and a removed one: it is written when another kept one follows. */
	let gap: string | undefined;
	for (const [key, { keyStart, valueStart, valueEnd }] of members) {
		const change = changes.get(key);
		if (change === undefined && changes.has(key)) {
			if (gap === undefined) {
				const end = kept === 0 ? keyStart : keptEnd;
				out += text.slice(from, end);
				gap = text.slice(end, keyStart);
			}
			from = valueEnd;
			continue;
		}
		if (gap !== undefined) {
			out += gap;
			from = keyStart;
			gap = undefined;
		}
		if (change !== undefined) {
			out += text.slice(from, valueStart) + change;
			from = valueEnd;
		}
		keptEnd = valueEnd;
		kept += 1;
	}
	return { out, from, kept };
}

/** The text of one JSON object with some of its members set or removed; anything but an object becomes a new object. */
export function spliceObject(text: string, edits: Edits): string {
	const object = text.trimStart().startsWith("{") ? text : "{}";
	return splice({ text: object, members: scan(object).members }, edits);
}

/**
 * Rewrites members of an object that is itself a member (`usage`), which is made when absent or null. Further edits of
 * the top level can be done in the same pass.
 */
export function spliceNested(body: Spliceable, member: string, nested: Edits, top: Edits = {}): string {
	return splice(body, new Map([...entriesOf(top), [member, spliceObject(memberText(body, member) ?? "{}", nested)]]));
}

/** The JSON text of a top-level member, undefined when it is absent. */
export function memberText(body: Spliceable, member: string): string | undefined {
	const span = body.members.get(member);
	return span === undefined ? undefined : body.text.slice(span.valueStart, span.valueEnd);
}
