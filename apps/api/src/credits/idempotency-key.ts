import { TurnpikeError } from "@turnpike/wire";

const LONGEST = 255;

/** A caller's `Idempotency-Key`, if one was sent. @throws TurnpikeError `invalid_header`. */
export function readIdempotencyKey(headers: Headers): string | undefined {
	const key = headers.get("idempotency-key") ?? undefined;
	if (key === undefined || (key.length > 0 && key.length <= LONGEST && /^[\x20-\x7e]+$/.test(key))) return key;
	const message = `An Idempotency-Key must be 1 to ${LONGEST} printable ASCII characters.`;
	throw new TurnpikeError("invalid_header", message, { param: "Idempotency-Key" });
}
