import { KEY_PREFIX_LENGTH } from "./key-text.ts";
import type { ParsedKey } from "./parse-key.ts";

/** How a key is shown after its creation: enough to recognise it, 40 of its 160 random bits at most (`tp_live_ab12…wxyz`). */
export function labelKey(key: ParsedKey): string {
	return `${key.text.slice(0, KEY_PREFIX_LENGTH + 4)}…${key.text.slice(-4)}`;
}
