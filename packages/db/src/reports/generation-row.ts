import type { GenerationStatus } from "@turnpike/ledger";
import { type NanoUsd, nanoUsd } from "@turnpike/money";

/** One generation in a list: what a table shows of it. */
export interface GenerationRow {
	readonly generationId: string;
	readonly admittedAt: number;
	readonly keyId: string;
	readonly projectId: string;
	readonly model: string;
	readonly provider: string;
	readonly endpointId: string;
	readonly status: GenerationStatus;
	readonly estimated: boolean;
	readonly usage: Readonly<Record<string, number>>;
	/** What was debited, or will be. */
	readonly charge: NanoUsd;
	readonly format: string;
	readonly streamed: boolean;
	readonly finishReason: string;
	readonly ttftMs: number;
	readonly latencyMs: number;
	readonly attempts: number;
	/** "" for a service's key. */
	readonly memberId: string;
	readonly endUser: string;
	readonly app: string;
	readonly tags: readonly string[];
	readonly posted: boolean;
	readonly parked: boolean;
}

/** The row as the driver gives it: the columns of `LISTED_COLUMNS`. */
export interface ListedRow {
	readonly generation_id: string;
	readonly admitted_at: Date;
	readonly key_id: string;
	readonly project_id: string;
	readonly model: string;
	readonly provider: string;
	readonly endpoint_id: string;
	readonly status: GenerationStatus;
	readonly estimated: boolean;
	readonly usage: Record<string, number>;
	readonly charge: bigint;
	readonly format: string;
	readonly streamed: boolean;
	readonly finish_reason: string;
	readonly ttft_ms: number;
	readonly latency_ms: number;
	readonly attempts: number;
	readonly member_id: string;
	readonly end_user: string;
	readonly app: string;
	readonly tags: string[];
	readonly posted: boolean;
	readonly parked: boolean;
}

export const LISTED_COLUMNS = `generation_id, admitted_at, key_id, project_id, model, provider, endpoint_id, status, estimated,
	usage, coalesce(posted_nano_usd, charge_nano_usd) as charge, format, streamed, finish_reason, ttft_ms, latency_ms,
	jsonb_array_length(attempts) as attempts, coalesce(member_id, '') as member_id, end_user, app,
	coalesce(tags, '{}') as tags, transaction_id is not null as posted, parked_reason is not null as parked`;

export function readListedRow(row: ListedRow): GenerationRow {
	return {
		generationId: row.generation_id,
		admittedAt: row.admitted_at.getTime(),
		keyId: row.key_id,
		projectId: row.project_id,
		model: row.model,
		provider: row.provider,
		endpointId: row.endpoint_id,
		status: row.status,
		estimated: row.estimated,
		usage: row.usage,
		charge: nanoUsd(row.charge),
		format: row.format,
		streamed: row.streamed,
		finishReason: row.finish_reason,
		ttftMs: row.ttft_ms,
		latencyMs: row.latency_ms,
		attempts: row.attempts,
		memberId: row.member_id,
		endUser: row.end_user,
		app: row.app,
		tags: row.tags,
		posted: row.posted,
		parked: row.parked,
	};
}
