import { encodeUint32 } from "./base32.ts";
import { crc32 } from "./crc32.ts";

/** What a key may do: spend on inference, or manage keys and credits. */
export type KeyKind = "live" | "management";

export const KEY_PREFIXES = { live: "tp_live_", management: "tp_mgmt_" } as const satisfies Record<KeyKind, string>;

/** 160 random bits: as many as 32 characters of base32 hold exactly. */
export const KEY_RANDOM_BYTES = 20;
export const KEY_RANDOM_LENGTH = 32;

export const KEY_PREFIX_LENGTH = 8;
/** Prefix, 32 characters of randomness, 7 of checksum. */
export const KEY_LENGTH = KEY_PREFIX_LENGTH + KEY_RANDOM_LENGTH + 7;

/** The checksum that ends a key; it covers the prefix too, so a key cannot be turned into one of another kind. */
export function checksumOf(prefixAndRandom: string): string {
	return encodeUint32(crc32(prefixAndRandom));
}
