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
	readonly members: ReadonlyMap<string, MemberSpan>;
}
