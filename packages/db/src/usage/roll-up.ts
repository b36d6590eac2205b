import type { PostedGeneration } from "@turnpike/ledger";
import { completionTokens, promptTokens, type Usage } from "@turnpike/wire";
import type { Queries } from "../connect.ts";

const HOUR_MS = 3_600_000;

interface HourRow {
	hour: string;
	organisation_id: string;
	project_id: string;
	key_id: string;
	model: string;
	provider: string;
	generations: number;
	prompt_tokens: number;
	cached_tokens: number;
	completion_tokens: number;
	reasoning_tokens: number;
	charge: bigint;
	provider_cost: bigint;
}

/** Adds posted generations to their hours, in the transaction that posts them, so both say the same at any moment. */
export async function rollUp(tx: Queries, generations: readonly PostedGeneration[]): Promise<void> {
	const rows = [...groupByHour(generations).values()].map((row) => ({
		...row,
		charge: row.charge.toString(),
		provider_cost: row.provider_cost.toString(),
	}));
	await tx`insert into usage_hourly as u (hour, organisation_id, project_id, key_id, model, provider, generations,
			prompt_tokens, cached_tokens, completion_tokens, reasoning_tokens, charge_nano_usd, provider_cost_nano_usd)
		select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r (hour timestamptz, organisation_id text,
			project_id text, key_id text, model text, provider text, generations integer, prompt_tokens bigint,
			cached_tokens bigint, completion_tokens bigint, reasoning_tokens bigint, charge bigint, provider_cost bigint)
		order by 2, 1, 4, 3, 5, 6
		on conflict (organisation_id, hour, key_id, project_id, model, provider) do update set
			generations = u.generations + excluded.generations,
			prompt_tokens = u.prompt_tokens + excluded.prompt_tokens,
			cached_tokens = u.cached_tokens + excluded.cached_tokens,
			completion_tokens = u.completion_tokens + excluded.completion_tokens,
			reasoning_tokens = u.reasoning_tokens + excluded.reasoning_tokens,
			charge_nano_usd = u.charge_nano_usd + excluded.charge_nano_usd,
			provider_cost_nano_usd = u.provider_cost_nano_usd + excluded.provider_cost_nano_usd`;
}

function groupByHour(generations: readonly PostedGeneration[]): Map<string, HourRow> {
	const rows = new Map<string, HourRow>();
	for (const { event, fromAllowance, fromAvailable } of generations) {
		const hour = event.admittedAt - (event.admittedAt % HOUR_MS);
		const key = `${hour} ${event.organisationId} ${event.keyId} ${event.projectId} ${event.model} ${event.provider}`;
		let row = rows.get(key);
		if (!row) {
			row = emptyRow(event, hour);
			rows.set(key, row);
		}
		const tokens = countTokens(event.usage);
		row.generations += 1;
		row.prompt_tokens += tokens.prompt;
		row.cached_tokens += tokens.cached;
		row.completion_tokens += tokens.completion;
		row.reasoning_tokens += tokens.reasoning;
		row.charge += fromAllowance + fromAvailable;
		row.provider_cost += event.providerCostNanoUsd;
	}
	return rows;
}

function emptyRow(event: PostedGeneration["event"], hour: number): HourRow {
	return {
		hour: new Date(hour).toISOString(),
		organisation_id: event.organisationId,
		project_id: event.projectId,
		key_id: event.keyId,
		model: event.model,
		provider: event.provider,
		generations: 0,
		prompt_tokens: 0,
		cached_tokens: 0,
		completion_tokens: 0,
		reasoning_tokens: 0,
		charge: 0n,
		provider_cost: 0n,
	};
}

function countTokens(usage: Usage) {
	return {
		prompt: promptTokens(usage),
		cached: usage.cache_read ?? 0,
		completion: completionTokens(usage),
		reasoning: usage.reasoning ?? 0,
	};
}
