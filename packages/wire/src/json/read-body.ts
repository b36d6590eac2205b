import { TurnpikeError } from "../errors/turnpike-error.ts";
import type { JsonBody } from "./raw-body.ts";
import { isRecord, type JsonRecord } from "./record.ts";
import { type Scan, scan } from "./scan.ts";

/** How deep a request body may nest. */
export const MAX_DEPTH = 64;

const decoder = new TextDecoder("utf-8", { fatal: true });

function decode(bytes: Uint8Array): string {
	try {
		return decoder.decode(bytes);
	} catch (cause) {
		throw new TurnpikeError("invalid_json", "The request body is not valid UTF-8; send JSON encoded as UTF-8.", {
			cause,
		});
	}
}

function assertHarmless(found: Scan): void {
	if (found.deepest > MAX_DEPTH) {
		throw new TurnpikeError("too_complex", `The request body nests deeper than ${MAX_DEPTH} levels.`);
	}
	if (found.protoKey) {
		throw new TurnpikeError("invalid_json", 'The request body has a key "__proto__", which is not accepted anywhere.');
	}
}

function parse(text: string, found: Scan): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		const message = found.truncated
			? "The request body ends before its JSON does; it may have been cut off on the way."
			: "The request body is not valid JSON; send one JSON object.";
		throw new TurnpikeError("invalid_json", message, { cause });
	}
}

function kindOf(value: unknown): string {
	if (value === null) return "null";
	if (Array.isArray(value)) return "an array";
	return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/**
 * Reads a request body: UTF-8, one JSON object, at most 64 levels deep, no `__proto__`, no key twice at the top (two
 * readers of one text must not see two different calls).
 *
 * @throws TurnpikeError `invalid_json`, `invalid_type` (not an object) or `too_complex`.
 */
export function readBody(bytes: Uint8Array): JsonBody {
	const text = decode(bytes);
	if (text.trim() === "") throw new TurnpikeError("invalid_json", "The request body is empty; send one JSON object.");
	const found = scan(text);
	assertHarmless(found);
	const value = parse(text, found);
	if (!isRecord(value)) {
		throw new TurnpikeError("invalid_type", `The request body is ${kindOf(value)}; it must be a JSON object.`);
	}
	if (found.repeatedKey !== undefined) {
		const key = JSON.stringify(found.repeatedKey);
		throw new TurnpikeError("invalid_json", `The request body has the key ${key} more than once; send it once.`, {
			param: found.repeatedKey,
		});
	}
	return { text, bytes: bytes.byteLength, members: found.members, value };
}

/** An answer is scanned only if its members are asked for: most are read and stamped without. */
class AnswerBody implements JsonBody {
	readonly text: string;
	readonly bytes: number;
	readonly value: JsonRecord;
	private scanned: JsonBody["members"] | undefined;

	constructor(text: string, bytes: number, value: JsonRecord) {
		this.text = text;
		this.bytes = bytes;
		this.value = value;
	}

	get members(): JsonBody["members"] {
		this.scanned ??= scan(this.text).members;
		return this.scanned;
	}
}

/** Reads an upstream's answer as far as it can be read; undefined when it is not a JSON object. Never throws. */
export function readBodyText(text: string, bytes: number): JsonBody | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isRecord(value) ? new AnswerBody(text, bytes, value) : undefined;
	} catch {
		return undefined;
	}
}
