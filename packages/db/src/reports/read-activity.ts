import { type NanoUsd, nanoUsd } from "@turnpike/money";
import type { ActivityGroup } from "@turnpike/wire/account";
import type { Database } from "../connect.ts";
import { inReport } from "./in-report.ts";
import { readUnposted, type UnpostedUsage } from "./read-unposted.ts";
import { type RollupFilter, rollupFilter } from "./rollup-filter.ts";

export interface ActivityQuery extends RollupFilter {
	readonly organisationId: string;
	/** What rows are summed by; at least one. */
	readonly by: readonly ActivityGroup[];
	/** Unix milliseconds; whole hours of it count. */
	readonly from: number;
	readonly to: number;
}

export interface ActivityRow {
	/** The value of each group asked for: `day` as YYYY-MM-DD, `hour` as an ISO instant. */
	readonly group: Readonly<Partial<Record<ActivityGroup, string>>>;
	readonly generations: number;
	readonly promptTokens: number;
	readonly cachedTokens: number;
	readonly completionTokens: number;
	readonly reasoningTokens: number;
	readonly charge: NanoUsd;
	readonly providerCost: NanoUsd;
}

export interface Activity {
	readonly rows: readonly ActivityRow[];
	/** Unix milliseconds: everything posted until then is in the rows. */
	readonly asOf: number;
	/** Durable usage of the organisation that is not posted yet, and so not in the rows. */
	readonly unposted: UnpostedUsage;
}

const COLUMNS: Record<ActivityGroup, string> = {
	key: "key_id",
	model: "model",
	day: "to_char(hour at time zone 'UTC', 'YYYY-MM-DD')",
	project: "project_id",
	provider: "provider",
	hour: `to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`,
};

interface SumRow {
	readonly group: Record<ActivityGroup, string>;
	readonly generations: bigint;
	readonly prompt: bigint;
	readonly cached: bigint;
	readonly completion: bigint;
	readonly reasoning: bigint;
	readonly charge: bigint;
	readonly cost: bigint;
}

/** Sums the hourly rollups, which the posting transactions wrote: they agree with the ledger to the nano-dollar. */
export async function readActivity(sql: Database, query: ActivityQuery): Promise<Activity> {
	const group = query.by.map((name) => `'${name}', ${COLUMNS[name]}`).join(", ");
	const order = query.by.map((name) => COLUMNS[name]).join(", ");
	return inReport(sql, query.organisationId, async (tx) => {
		const rows = await tx<SumRow[]>`select jsonb_build_object(${tx.unsafe(group)}) as group,
				sum(generations)::bigint as generations, sum(prompt_tokens)::bigint as prompt, sum(cached_tokens)::bigint as cached,
				sum(completion_tokens)::bigint as completion, sum(reasoning_tokens)::bigint as reasoning,
				sum(charge_nano_usd)::bigint as charge, sum(provider_cost_nano_usd)::bigint as cost
			from usage_hourly where organisation_id = ${query.organisationId}
				and hour >= date_trunc('hour', ${new Date(query.from)}::timestamptz) and hour < ${new Date(query.to)}
				${rollupFilter(tx, query)}
			group by ${tx.unsafe(order)} order by ${tx.unsafe(order)}`;
		const { asOf, ...unposted } = await readUnposted(tx, query.organisationId, query.keyId);
		return { rows: rows.map(readSum), asOf, unposted };
	});
}

function readSum(row: SumRow): ActivityRow {
	return {
		group: row.group,
		generations: Number(row.generations),
		promptTokens: Number(row.prompt),
		cachedTokens: Number(row.cached),
		completionTokens: Number(row.completion),
		reasoningTokens: Number(row.reasoning),
		charge: nanoUsd(row.charge),
		providerCost: nanoUsd(row.cost),
	};
}
