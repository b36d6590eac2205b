import type { ParsedKey } from "./parse-key.ts";

/**
 * HMAC-SHA-256 under a pepper that lies outside the database, so a stolen table of hashes opens nothing. Peppers have
 * versions: new keys take the current one, older ones stay readable until their keys are gone.
 */
export interface KeyHasher {
	/** The pepper version new keys are hashed with. */
	readonly currentVersion: number;
	/** Every version that may still occur in the store, the current one first. */
	readonly versions: readonly number[];
	/** @returns the HMAC in lower-case hex. @throws RangeError for a version that is not among `versions`. */
	hmac(version: number, text: string): string;
}

/** A key as it is stored and looked up; never the key itself. */
export interface KeyHash {
	readonly version: number;
	/** Lower-case hex; also the key's public name (`/keys/{hash}`): useless without the pepper. */
	readonly hash: string;
}

/** The hash to store for a new key. */
export function hashKey(hasher: KeyHasher, key: ParsedKey): KeyHash {
	return hashWith(hasher, hasher.currentVersion, key);
}

/** The hashes a presented key may be stored under, the likeliest first; one per pepper version alive. */
export function hashCandidates(hasher: KeyHasher, key: ParsedKey): readonly KeyHash[] {
	return hasher.versions.map((version) => hashWith(hasher, version, key));
}

function hashWith(hasher: KeyHasher, version: number, key: ParsedKey): KeyHash {
	return { version, hash: hasher.hmac(version, key.text) };
}
