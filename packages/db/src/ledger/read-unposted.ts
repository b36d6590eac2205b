import type { UnpostedUsage } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import type { Queries } from "../connect.ts";

interface UnpostedRow {
	readonly generation_id: string;
	readonly organisation_id: string;
	readonly project_id: string;
	readonly key_id: string;
	readonly allowance_id: string;
	readonly model: string;
	readonly provider: string;
	readonly price_version_id: string;
	readonly usage: Record<string, number>;
	readonly hold_nano_usd: bigint;
	readonly charge_nano_usd: bigint;
	readonly provider_cost_nano_usd: bigint;
	readonly admitted_at: Date;
	readonly named: boolean;
}

/**
 * An account's oldest unposted events, and of each what its posting needs: reading a row costs by the column. A range of
 * one account instead of an equality: only the index of unposted events gives its order. By the equality the planner, while
 * a backlog is in its statistics, walks the primary key instead, through everything that is posted already.
 */
export async function readUnposted(tx: Queries, accountId: string, most: number): Promise<UnpostedUsage[]> {
	const rows = await tx<UnpostedRow[]>`select generation_id, organisation_id, project_id, key_id, allowance_id, model,
			provider, price_version_id, usage, hold_nano_usd, charge_nano_usd, provider_cost_nano_usd, admitted_at,
			end_user <> '' or tags is not null as named
		from usage_event
		where account_id between ${accountId} and ${accountId} and transaction_id is null and parked_reason is null
		order by account_id, generation_id limit ${most}`;
	return rows.map((row) => ({
		generationId: row.generation_id,
		organisationId: row.organisation_id,
		accountId,
		projectId: row.project_id,
		keyId: row.key_id,
		allowanceId: row.allowance_id,
		model: row.model,
		provider: row.provider,
		priceVersionId: row.price_version_id,
		usage: row.usage,
		holdNanoUsd: nanoUsd(row.hold_nano_usd),
		chargeNanoUsd: nanoUsd(row.charge_nano_usd),
		providerCostNanoUsd: nanoUsd(row.provider_cost_nano_usd),
		admittedAt: row.admitted_at.getTime(),
		named: row.named,
	}));
}
