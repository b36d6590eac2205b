/** What the credentials of a request say. */
export type Credential =
	| { readonly kind: "absent" }
	| { readonly kind: "key"; readonly text: string }
	/** Not a credential we could read; `problem` is a clause for the error message. */
	| { readonly kind: "malformed"; readonly problem: string }
	/** Two headers name different keys. */
	| { readonly kind: "conflicting" };

const MAX_KEY_LENGTH = 256;
const ABSENT: Credential = { kind: "absent" };

/** Reads an `Authorization` header: `Bearer <key>`, the scheme in any case (RFC 9110, section 11.1). */
export function parseBearer(header: string | undefined): Credential {
	if (header === undefined) return ABSENT;
	const value = header.trim();
	if (value === "") return ABSENT;
	const space = value.indexOf(" ");
	const scheme = (space === -1 ? value : value.slice(0, space)).toLowerCase();
	if (scheme === "bearer") return space === -1 ? ABSENT : readKey(value.slice(space + 1));
	return { kind: "malformed", problem: "the Authorization header must be `Bearer <key>`" };
}

/**
 * Reads the credentials of a request from every header a client may send them in.
 *
 * @param plain the values of `x-api-key` and `x-goog-api-key`, undefined where absent.
 */
export function readCredential(
	authorization: string | undefined,
	...plain: readonly (string | undefined)[]
): Credential {
	let found = parseBearer(authorization);
	for (const header of plain) {
		const next = header === undefined ? ABSENT : readKey(header);
		if (next.kind === "absent") continue;
		if (found.kind === "key" && next.kind === "key" && found.text !== next.text) return { kind: "conflicting" };
		if (found.kind !== "key") found = next;
	}
	return found;
}

function readKey(text: string): Credential {
	const key = text.trim();
	if (key === "") return ABSENT;
	if (key.length > MAX_KEY_LENGTH)
		return { kind: "malformed", problem: `a key has at most ${MAX_KEY_LENGTH} characters` };
	if (/\s/.test(key)) return { kind: "malformed", problem: "a key has no spaces in it" };
	return { kind: "key", text: key };
}
