import type { KeyRecord } from "@turnpike/accounts";

/** The keys as this process or isolate knows them. */
export interface KnownKeys {
	/**
	 * The key stored under one of these hashes; without a promise when it is known.
	 *
	 * @throws TurnpikeError `overloaded` when it is not known here and the store cannot be asked.
	 */
	find(hashes: readonly string[]): KeyRecord | undefined | Promise<KeyRecord | undefined>;
}
