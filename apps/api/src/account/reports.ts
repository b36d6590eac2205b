import type { KeyRecord } from "@turnpike/accounts";
import type { Activity, ActivityQuery, Balance, GenerationRecord, KeySpend } from "@turnpike/db";

/** What the book can be asked about an organisation. Every method rejects when it cannot be reached. */
export interface Reports {
	keySpend(key: KeyRecord): Promise<KeySpend>;
	balance(organisationId: string): Promise<Balance | undefined>;
	/** @param uuid the generation's UUID. @returns undefined for another organisation's, as for one that never was. */
	generation(organisationId: string, uuid: string): Promise<GenerationRecord | undefined>;
	activity(query: ActivityQuery): Promise<Activity>;
	/** Names of the organisation's keys by id. */
	keyNames(organisationId: string): Promise<ReadonlyMap<string, string>>;
}
