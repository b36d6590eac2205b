import { type NanoUsd, nanoUsd } from "@turnpike/money";
import type { Database } from "../connect.ts";

export const ACTIVITY_GROUPS = ["key", "model", "day", "project", "provider", "hour"] as const;
export type ActivityGroup = (typeof ACTIVITY_GROUPS)[number];

export interface ActivityQuery {
	readonly organisationId: string;
	/** What rows are summed by; at least one. */
	readonly by: readonly ActivityGroup[];
	/** Unix milliseconds; whole hours of it count. */
	readonly from: number;
	readonly to: number;
	readonly keyId?: string;
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
	readonly unposted: { readonly generations: number; readonly charge: NanoUsd };
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
	return sql.begin("isolation level repeatable read read only", async (tx) => {
		const rows = await tx<SumRow[]>`select jsonb_build_object(${tx.unsafe(group)}) as group,
				sum(generations)::bigint as generations, sum(prompt_tokens)::bigint as prompt, sum(cached_tokens)::bigint as cached,
				sum(completion_tokens)::bigint as completion, sum(reasoning_tokens)::bigint as reasoning,
				sum(charge_nano_usd)::bigint as charge, sum(provider_cost_nano_usd)::bigint as cost
			from usage_hourly where organisation_id = ${query.organisationId}
				and hour >= date_trunc('hour', ${new Date(query.from)}::timestamptz) and hour < ${new Date(query.to)}
				and (${query.keyId ?? null}::text is null or key_id = ${query.keyId ?? null})
			group by ${tx.unsafe(order)} order by ${tx.unsafe(order)}`;
		const [waiting] = await tx<{ generations: bigint; charge: bigint; as_of: Date }[]>`
			select count(u.generation_id) as generations, coalesce(sum(u.charge_nano_usd), 0)::bigint as charge, now() as as_of
			from account a left join usage_event u on u.account_id = a.id and u.transaction_id is null and u.parked_reason is null
				and (${query.keyId ?? null}::text is null or u.key_id = ${query.keyId ?? null})
			where a.organisation_id = ${query.organisationId}`;
		return {
			rows: rows.map(readSum),
			asOf: waiting?.as_of.getTime() ?? 0,
			unposted: { generations: Number(waiting?.generations ?? 0n), charge: nanoUsd(waiting?.charge ?? 0n) },
		};
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
