import type { Evidence } from "@turnpike/ledger";
import type { Usage } from "@turnpike/wire";

/** What a generation used, and whose word that is. */
export interface Weighed {
	readonly usage: Usage;
	readonly evidence: Evidence;
}
