import { encodeBase32 } from "./base32.ts";
import { checksumOf, KEY_PREFIXES, KEY_RANDOM_BYTES, type KeyKind } from "./key-text.ts";

/**
 * Makes the text of a new API key: `tp_live_` or `tp_mgmt_`, 160 random bits, checksum. It is shown once and stored only
 * as its hash.
 *
 * @param random 20 bytes from a cryptographic source.
 * @throws RangeError when there are not exactly 20.
 */
export function makeKey(kind: KeyKind, random: Uint8Array): string {
	if (random.length !== KEY_RANDOM_BYTES) {
		throw new RangeError(`an API key needs ${KEY_RANDOM_BYTES} random bytes, not ${random.length}`);
	}
	const unchecked = KEY_PREFIXES[kind] + encodeBase32(random);
	return unchecked + checksumOf(unchecked);
}
