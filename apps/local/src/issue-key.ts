import type { IdMaker, KeyHasher } from "@turnpike/accounts";
import { type KeySettings, prepareKey } from "@turnpike/api";
import { createKey, type Database } from "@turnpike/db";

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
	const { text, stored } = prepareKey(hasher, ids, settings);
	await createKey(sql, stored, actor);
	return { id: stored.id, key: text, hash: stored.hash, name: stored.name };
}
