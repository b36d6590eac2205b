import type { GenerationStatus } from "@turnpike/ledger";
import type { RollupFilter } from "./rollup-filter.ts";

/** Which of an organisation's generations, the newest first. */
export interface GenerationsQuery extends RollupFilter {
	readonly organisationId: string;
	/** Unix milliseconds of their ids, which are made when a call arrives. */
	readonly from?: number;
	/** Up to here, exclusive. */
	readonly to?: number;
	/** Only those older than this generation's UUID. */
	readonly before?: string;
	readonly status?: GenerationStatus;
	/** Most rows of the page. */
	readonly limit: number;
}
