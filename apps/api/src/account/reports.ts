import type { KeyRecord } from "@turnpike/accounts";
import type {
	Activity,
	ActivityQuery,
	Analytics,
	AnalyticsQuery,
	Balance,
	Debit,
	GenerationPage,
	GenerationRecord,
	GenerationsQuery,
	KeySpend,
	Names,
} from "@turnpike/db";

/** An organisation's key, as reports name it. */
export type NamedKey = Pick<KeyRecord, "id" | "hash" | "name">;

/** What the book can be asked about an organisation. Every method rejects when it cannot be reached. */
export interface Reports {
	keySpend(key: KeyRecord): Promise<KeySpend>;
	balance(organisationId: string): Promise<Balance | undefined>;
	/** @param uuid the generation's UUID. @returns undefined for another organisation's, as for one that never was. */
	generation(organisationId: string, uuid: string): Promise<GenerationRecord | undefined>;
	/** What the ledger has of a posted generation, whose owner has been made sure of. */
	debit(uuid: string, transactionId: string): Promise<Debit>;
	generations(query: GenerationsQuery): Promise<GenerationPage>;
	activity(query: ActivityQuery): Promise<Activity>;
	analytics(query: AnalyticsQuery): Promise<Analytics>;
	keys(organisationId: string): Promise<readonly NamedKey[]>;
	names(organisationId: string): Promise<Names>;
}
