import { VaultError } from "./vault-error.ts";

/** A sealed secret, taken apart: its data key wrapped under a versioned key, and its text under the data key. */
export interface Envelope {
	readonly keyVersion: number;
	readonly keyNonce: Bytes;
	readonly wrappedKey: Bytes;
	readonly nonce: Bytes;
	readonly sealed: Bytes;
}

export type Bytes = Uint8Array<ArrayBuffer>;

export const DATA_KEY_BYTES = 32;
export const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = 1;
const HEADER_BYTES = 5;
const WRAPPED_BYTES = DATA_KEY_BYTES + TAG_BYTES;
const SHORTEST = HEADER_BYTES + NONCE_BYTES + WRAPPED_BYTES + NONCE_BYTES + TAG_BYTES;

/** One byte of format, four of key version (big-endian), then the parts in the order of `Envelope`. */
export function writeEnvelope({ keyVersion, keyNonce, wrappedKey, nonce, sealed }: Envelope): Bytes {
	const bytes = new Uint8Array(SHORTEST - TAG_BYTES + sealed.length);
	bytes[0] = FORMAT;
	new DataView(bytes.buffer).setUint32(1, keyVersion);
	let at = HEADER_BYTES;
	for (const part of [keyNonce, wrappedKey, nonce, sealed]) {
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}

/** @throws VaultError when the bytes are no envelope of a format we know. */
export function readEnvelope(given: Uint8Array): Envelope {
	if (given.length < SHORTEST || given[0] !== FORMAT) throw new VaultError("this is no sealed secret");
	const bytes = new Uint8Array(given);
	let at = HEADER_BYTES;
	const take = (length: number) => {
		at += length;
		return bytes.subarray(at - length, at);
	};
	return {
		keyVersion: new DataView(bytes.buffer).getUint32(1),
		keyNonce: take(NONCE_BYTES),
		wrappedKey: take(WRAPPED_BYTES),
		nonce: take(NONCE_BYTES),
		sealed: take(bytes.length - at),
	};
}
