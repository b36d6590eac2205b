import type { MemberSpan, RawBody } from "./raw-body.ts";
import { scan } from "./scan.ts";

/** Members to set to a JSON text, or to remove (undefined). */
export type Edits = ReadonlyMap<string, string | undefined> | Readonly<Record<string, string | undefined>>;

type Spliceable = Pick<RawBody, "text" | "members">;

interface Patch {
	readonly from: number;
	readonly to: number;
	readonly text: string;
}

function entriesOf(edits: Edits): Iterable<[string, string | undefined]> {
	return edits instanceof Map ? edits : Object.entries(edits);
}

/** The patches that remove members: each with one comma, and a run at the end with the comma before it. */
function removals(members: ReadonlyMap<string, MemberSpan>, removed: ReadonlySet<string>): Patch[] {
	const ordered = [...members].sort(([, a], [, b]) => a.keyStart - b.keyStart);
	const patches: Patch[] = [];
	let lastKept: MemberSpan | undefined;
	ordered.forEach(([key, span], index) => {
		if (!removed.has(key)) {
			lastKept = span;
			return;
		}
		const next = ordered[index + 1]?.[1];
		if (next !== undefined) patches.push({ from: span.keyStart, to: next.keyStart, text: "" });
	});
	const last = ordered.at(-1);
	if (last === undefined || !removed.has(last[0])) return patches;
	const from = lastKept?.valueEnd ?? ordered[0]?.[1].keyStart ?? 0;
	const before = patches.filter((patch) => patch.to <= from);
	return [...before, { from, to: last[1].valueEnd, text: "" }];
}

function apply(text: string, patches: Patch[]): string {
	patches.sort((a, b) => a.from - b.from);
	let out = "";
	let at = 0;
	for (const patch of patches) {
		out += text.slice(at, patch.from) + patch.text;
		at = patch.to;
	}
	return out + text.slice(at);
}

/**
 * Rewrites a few top-level members of a JSON object and keeps every other byte: a member that is there is replaced
 * where it stands or removed, one that is not is appended.
 */
export function splice(body: Spliceable, edits: Edits): string {
	const { text, members } = body;
	const patches: Patch[] = [];
	const removed = new Set<string>();
	let appended = "";
	for (const [key, value] of entriesOf(edits)) {
		const span = members.get(key);
		if (span === undefined) {
			if (value !== undefined) appended += `,${JSON.stringify(key)}:${value}`;
		} else if (value === undefined) removed.add(key);
		else patches.push({ from: span.valueStart, to: span.valueEnd, text: value });
	}
	if (removed.size > 0) patches.push(...removals(members, removed));
	if (appended !== "") {
		const end = text.lastIndexOf("}");
		patches.push({ from: end, to: end, text: removed.size === members.size ? appended.slice(1) : appended });
	}
	return apply(text, patches);
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
