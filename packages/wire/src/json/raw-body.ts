/** Where a top-level member of a JSON object stands in its text: from the key's quote to the value's end. */
export interface MemberSpan {
	readonly keyStart: number;
	readonly valueStart: number;
	readonly valueEnd: number;
}

/**
 * A request or answer body as it came: its text and where its top-level members stand, so that a few of them can be
 * replaced without touching a byte of the rest.
 */
export interface RawBody {
	readonly text: string;
	/** The length of the text in UTF-8 bytes. */
	readonly bytes: number;
	/** In the order of the text. */
	readonly members: ReadonlyMap<string, MemberSpan>;
}

/** A body together with what its text says. */
export interface JsonBody extends RawBody {
	readonly value: Readonly<Record<string, unknown>>;
}

/** What a body says, parsed only if that has not been done yet. The text is known to be a JSON object. */
export function bodyValue(body: RawBody): Readonly<Record<string, unknown>> {
	if ("value" in body) return (body as JsonBody).value;
	return JSON.parse(body.text) as Record<string, unknown>;
}
