import type { GenerationStatus } from "@turnpike/ledger";

/** Which of an organisation's generations, the newest first. */
export interface GenerationsQuery {
	readonly organisationId: string;
	/** Unix milliseconds of their ids, which are made when a call arrives. */
	readonly from?: number;
	/** Up to here, exclusive. */
	readonly to?: number;
	/** Only those older than this generation's UUID. */
	readonly before?: string;
	readonly keyId?: string;
	readonly projectId?: string;
	readonly model?: string;
	readonly provider?: string;
	readonly status?: GenerationStatus;
	/** Most rows of the page. */
	readonly limit: number;
}
