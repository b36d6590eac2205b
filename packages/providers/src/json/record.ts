/** An object parsed from an upstream's JSON: any member may be missing or of another type than promised. */
export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text as an object, or undefined when it is not JSON or not an object. */
export function parseRecord(text: string): JsonRecord | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isRecord(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** The member if it is an object. */
export function recordAt(record: JsonRecord, key: string): JsonRecord | undefined {
	const value = record[key];
	return isRecord(value) ? value : undefined;
}

/** The member if it is a string, else "". */
export function textAt(record: JsonRecord, key: string): string {
	const value = record[key];
	return typeof value === "string" ? value : "";
}

/** The objects of a member that is an array. */
export function recordsAt(record: JsonRecord, key: string): readonly JsonRecord[] {
	const value = record[key];
	return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Follows a path of member names; undefined where it ends early. */
export function valueAt(record: JsonRecord, path: readonly string[]): unknown {
	let value: unknown = record;
	for (const key of path) {
		if (!isRecord(value)) return undefined;
		value = value[key];
	}
	return value;
}
