import type { Fragment, Queries } from "../connect.ts";

/** Whose usage, of what: conditions that the hourly rollups and single generations know by the same columns. */
export interface RollupFilter {
	readonly keyId?: string;
	readonly projectId?: string;
	readonly model?: string;
	readonly provider?: string;
}

export function rollupFilter(tx: Queries, { keyId, projectId, model, provider }: RollupFilter): Fragment {
	return tx`${keyId === undefined ? tx`` : tx`and key_id = ${keyId}`}
		${projectId === undefined ? tx`` : tx`and project_id = ${projectId}`}
		${model === undefined ? tx`` : tx`and model = ${model}`}
		${provider === undefined ? tx`` : tx`and provider = ${provider}`}`;
}
