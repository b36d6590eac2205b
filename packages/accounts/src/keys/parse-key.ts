import {
	checksumOf,
	KEY_LENGTH,
	KEY_PREFIX_LENGTH,
	KEY_PREFIXES,
	KEY_RANDOM_LENGTH,
	type KeyKind,
} from "./key-text.ts";

/** The text of a key whose form and checksum are right; only `parseKey` makes one. Whether it exists is not known yet. */
export interface ParsedKey {
	readonly kind: KeyKind;
	readonly text: string;
}

const BODY = /^[0-9a-hjkmnp-tv-z]{39}$/;

/**
 * Reads the text of an API key. A mistyped, cut or foreign key is refused here, without a lookup.
 *
 * @returns undefined when it cannot be a key of ours.
 */
export function parseKey(text: string): ParsedKey | undefined {
	if (text.length !== KEY_LENGTH) return undefined;
	const kind = kindOf(text);
	if (kind === undefined || !BODY.test(text.slice(KEY_PREFIX_LENGTH))) return undefined;
	const checked = KEY_PREFIX_LENGTH + KEY_RANDOM_LENGTH;
	return checksumOf(text.slice(0, checked)) === text.slice(checked) ? { kind, text } : undefined;
}

function kindOf(text: string): KeyKind | undefined {
	if (text.startsWith(KEY_PREFIXES.live)) return "live";
	return text.startsWith(KEY_PREFIXES.management) ? "management" : undefined;
}
