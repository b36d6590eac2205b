import type { NanoUsd } from "@turnpike/money";
import type { Usage } from "./usage.ts";

/** What an answer says of its own cost; known only once the usage is final. */
export interface Bill {
	readonly usage: Usage;
	readonly costNanoUsd: NanoUsd;
	/** True when usage was counted by us because the provider sent none. */
	readonly estimated: boolean;
	readonly sandbox: boolean;
	/** The prompt's part of the cost, where it is known: OpenRouter's `cost_details` are written only with it. */
	readonly promptCostNanoUsd?: NanoUsd;
}
