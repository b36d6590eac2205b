import {
	hashKey,
	type IdMaker,
	KEY_RANDOM_BYTES,
	type KeyHasher,
	labelKey,
	makeKey,
	parseKey,
} from "@turnpike/accounts";
import { createKey, type Database, type NewKey, UNLIMITED_KEY } from "@turnpike/db";

/** What whoever asks for a key decides; the rest of the key is made here. */
export type KeySettings = Pick<NewKey, "organisationId" | "projectId" | "name"> &
	Partial<Omit<NewKey, "id" | "label" | "hash" | "pepperVersion">>;

export interface IssuedKey {
	readonly id: string;
	/** The key itself: shown once, stored nowhere. */
	readonly key: string;
	readonly hash: string;
	readonly name: string;
}

/** Makes a key and stores its hash. */
export async function issueKey(
	sql: Database,
	hasher: KeyHasher,
	ids: IdMaker,
	settings: KeySettings,
	actor: string,
): Promise<IssuedKey> {
	const random = crypto.getRandomValues(new Uint8Array(KEY_RANDOM_BYTES));
	const key = makeKey(settings.management ? "management" : "live", random);
	const parsed = parseKey(key);
	if (!parsed) throw new Error("a new key did not parse");
	const { version, hash } = hashKey(hasher, parsed);
	const id = ids.id("key");
	const stored = { ...UNLIMITED_KEY, ...settings, id, label: labelKey(parsed), hash, pepperVersion: version };
	await createKey(sql, stored, actor);
	return { id, key, hash, name: settings.name };
}
