import { TurnpikeError } from "@turnpike/wire";
import { bytesToHex } from "../bytes-to-hex.ts";
import type { SameCall } from "./same-call.ts";

const LONGEST_KEY = 255;

/** @throws TurnpikeError `invalid_header` when an `Idempotency-Key` is empty or too long. */
export function nameOfKey(idempotencyKey: string): string {
	if (idempotencyKey === "" || idempotencyKey.length > LONGEST_KEY) {
		const message = `Idempotency-Key must have 1 to ${LONGEST_KEY} characters.`;
		throw new TurnpikeError("invalid_header", message, { param: "Idempotency-Key" });
	}
	return `key:${idempotencyKey}`;
}

/** The name of a call whose caller has gone, for retries that have none for it. */
export function nameOfBody(fingerprint: string): string {
	return `body:${fingerprint}`;
}

/** Stands for what is asked, without saying it: SHA-256 of the route and the body. */
export async function fingerprintOf({ format, flavor, body }: SameCall): Promise<string> {
	const asked = new TextEncoder().encode(`${format} ${flavor}\n${body.text}`);
	return bytesToHex(new Uint8Array(await crypto.subtle.digest("SHA-256", asked)));
}
