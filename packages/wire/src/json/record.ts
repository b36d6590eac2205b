export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The members of a list that are objects; none when it is not a list. */
export function recordsOf(value: unknown): readonly JsonRecord[] {
	return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function textOf(value: unknown): string | undefined {
	return typeof value === "string" ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
	return typeof value === "number" ? value : undefined;
}
