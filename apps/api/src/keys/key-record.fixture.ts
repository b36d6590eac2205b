import type { KeyRecord } from "@turnpike/accounts";

/** A good inference key that may do everything. */
export function keyRecord(changes: Partial<KeyRecord> = {}): KeyRecord {
	return {
		id: "key_1",
		hash: "hash-1",
		organisationId: "org_1",
		accountId: "acct_1",
		projectId: "proj_1",
		memberId: undefined,
		name: "tests",
		label: "tp_live_ab12…wxyz",
		createdAt: 0,
		limitNanoUsd: undefined,
		limitReset: "none",
		expiresAt: undefined,
		disabled: false,
		revokedAt: undefined,
		requestsPerMinute: undefined,
		maxConcurrent: undefined,
		allowedModels: undefined,
		allowedProviders: undefined,
		management: false,
		suspended: false,
		namesBudgets: false,
		...changes,
	};
}
