import {
	hashKey,
	type IdMaker,
	KEY_RANDOM_BYTES,
	type KeyHasher,
	labelKey,
	makeKey,
	parseKey,
} from "@turnpike/accounts";
import { type NewKey, UNLIMITED_KEY } from "@turnpike/db";

/** What whoever asks for a key decides; the rest of the key is made here. */
export type KeySettings = Pick<NewKey, "organisationId" | "projectId" | "name"> &
	Partial<Omit<NewKey, "id" | "label" | "hash" | "pepperVersion">>;

export interface PreparedKey {
	/** The key itself: shown once, stored nowhere. */
	readonly text: string;
	/** What is stored of it. */
	readonly stored: NewKey;
}

/** Makes the text of a new key and what is stored of it. */
export function prepareKey(hasher: KeyHasher, ids: IdMaker, settings: KeySettings): PreparedKey {
	const random = crypto.getRandomValues(new Uint8Array(KEY_RANDOM_BYTES));
	const text = makeKey(settings.management ? "management" : "live", random);
	const parsed = parseKey(text);
	if (!parsed) throw new Error("a new key did not parse");
	const { version, hash } = hashKey(hasher, parsed);
	const made = { id: ids.id("key"), label: labelKey(parsed), hash, pepperVersion: version };
	return { text, stored: { ...UNLIMITED_KEY, ...settings, ...made } };
}
