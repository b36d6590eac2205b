import type { CallName, Claim, ClaimRequest, KeptAnswers, KnownCall } from "@turnpike/replays";
import type { Database } from "../connect.ts";

interface KnownRow {
	readonly kind: "running" | "answered" | "not_kept" | "other_call" | "ours";
	readonly generation: string;
	readonly sealed: Uint8Array | null;
}

/** Kept answers in Postgres: claims in a small table, answers in one partition a day. */
export function makeKeptAnswers(sql: Database): KeptAnswers {
	return {
		async claim({ keyId, name, fingerprint, generationId, leaseMs, keptMs }: ClaimRequest) {
			const [row] = await sql<KnownRow[]>`select * from claim_answer(${keyId}, ${name}, ${fingerprint}, ${generationId},
				${leaseMs}::bigint, ${keptMs}::bigint)`;
			if (!row) throw new Error("a function without a row");
			return row.kind === "ours" ? { kind: "ours" } : knownCall(row);
		},

		async find({ keyId, name }: CallName, fingerprint: string) {
			const [row] = await sql<
				KnownRow[]
			>`select case when fingerprint <> ${fingerprint} then 'other_call' else state end as kind,
					generation_id as generation, k.sealed
				from answer_claim c left join kept_answer k using (generation_id)
				where key_id = ${keyId} and name = ${name}
					and case when state = 'running' then lease_until else expires_at end > clock_timestamp()
					and (state <> 'answered' or k.sealed is not null)`;
			return row && knownCall(row);
		},

		async renew(claims: readonly Claim[], leaseMs: number) {
			const ids = claims.map(({ generationId }) => generationId);
			await sql`update answer_claim set lease_until = clock_timestamp() + ${leaseMs} * interval '1 ms'
				where generation_id = any (${ids}::uuid[]) and state = 'running'`;
		},

		async keep({ keyId, name, generationId }: Claim, sealed: Uint8Array | undefined, keptMs: number) {
			const kept = await sql`with claimed as (
					update answer_claim set state = ${sealed ? "answered" : "not_kept"},
						expires_at = clock_timestamp() + ${keptMs}::bigint * interval '1 ms'
					where key_id = ${keyId} and name = ${name} and generation_id = ${generationId} and state = 'running'
					returning generation_id
				), stored as (
					insert into kept_answer (generation_id, sealed)
					select generation_id, ${sealed ? Buffer.from(sealed) : null}::bytea from claimed where ${sealed !== undefined}
				) select 1 from claimed`;
			return kept.length === 1;
		},

		async release({ keyId, name, generationId }: Claim) {
			await sql`delete from answer_claim where key_id = ${keyId} and name = ${name} and generation_id = ${generationId}
				and state = 'running'`;
		},
	};
}

function knownCall({ kind, generation, sealed }: KnownRow): KnownCall {
	switch (kind) {
		case "running":
		case "other_call":
			return { kind };
		case "not_kept":
			return { kind, generationId: generation };
		case "answered":
			return { kind, generationId: generation, sealed: new Uint8Array(sealed ?? []) };
		case "ours":
			throw new Error("a call that is ours is not known of another");
	}
}
