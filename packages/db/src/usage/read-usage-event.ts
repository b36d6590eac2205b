import type { AttemptRecord, Evidence, GenerationStatus, UsageEvent } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";

/** A row of `usage_event` as the driver gives it. */
export interface UsageEventRow {
	readonly generation_id: string;
	readonly organisation_id: string;
	readonly account_id: string;
	readonly project_id: string;
	readonly key_id: string;
	readonly allowance_id: string;
	readonly status: GenerationStatus;
	readonly estimated: boolean;
	/** null: written by a release that knew no other evidence than its own estimates. */
	readonly evidence: Evidence | null;
	readonly model: string;
	readonly provider: string;
	readonly endpoint_id: string;
	readonly price_version_id: string;
	readonly usage: Record<string, number>;
	readonly hold_nano_usd: bigint;
	readonly charge_nano_usd: bigint;
	readonly provider_cost_nano_usd: bigint;
	readonly format: string;
	readonly streamed: boolean;
	readonly finish_reason: string;
	readonly upstream_id: string;
	readonly admitted_at: Date;
	readonly ttft_ms: number;
	readonly latency_ms: number;
	readonly attempts: AttemptRecord[];
	readonly end_user: string;
	readonly app: string;
	readonly member_id: string | null;
	readonly tags: string[] | null;
	readonly request_sha256: Uint8Array | null;
	readonly recorded_at: Date;
	readonly transaction_id: string | null;
	readonly posted_nano_usd: bigint | null;
	readonly overrun_nano_usd: bigint | null;
	readonly parked_reason: string | null;
}

export function readUsageEvent(row: UsageEventRow): UsageEvent {
	return {
		generationId: row.generation_id,
		organisationId: row.organisation_id,
		accountId: row.account_id,
		projectId: row.project_id,
		keyId: row.key_id,
		allowanceId: row.allowance_id,
		status: row.status,
		estimated: row.estimated,
		evidence: row.evidence ?? (row.estimated ? "counted" : "provider"),
		model: row.model,
		provider: row.provider,
		endpointId: row.endpoint_id,
		priceVersionId: row.price_version_id,
		usage: row.usage,
		holdNanoUsd: nanoUsd(row.hold_nano_usd),
		chargeNanoUsd: nanoUsd(row.charge_nano_usd),
		providerCostNanoUsd: nanoUsd(row.provider_cost_nano_usd),
		format: row.format,
		streamed: row.streamed,
		finishReason: row.finish_reason,
		upstreamId: row.upstream_id,
		admittedAt: row.admitted_at.getTime(),
		ttftMs: row.ttft_ms,
		latencyMs: row.latency_ms,
		attempts: row.attempts,
		endUser: row.end_user,
		app: row.app,
		memberId: row.member_id ?? "",
		tags: row.tags ?? [],
		requestSha256: row.request_sha256 === null ? "" : Buffer.from(row.request_sha256).toString("hex"),
	};
}
