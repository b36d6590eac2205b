import type { UsageEvent, UsageLog } from "@turnpike/ledger";
import type { Database } from "../connect.ts";
import { isTransient } from "../transient.ts";
import { keepTrying, LONGEST_PAUSE_MS } from "./keep-trying.ts";
import { requestWithdrawals } from "./request-withdrawals.ts";
import { COLUMN_NAMES, COLUMN_TYPES, toRecord } from "./usage-columns.ts";

/** Events in one statement; more wait for the next. Larger batches gain nothing and their tail waits longer. */
const LARGEST_BATCH = 200;

/** One constant text, so it is prepared once per connection. */
const INSERT = `insert into usage_event (${COLUMN_NAMES})
	select ${COLUMN_NAMES} from json_to_recordset($1::text::json) as r (${COLUMN_TYPES})
	on conflict (generation_id) do nothing`;

interface Waiting {
	readonly event: UsageEvent;
	/** Monotonic milliseconds from which on it is refused where the database is away. */
	readonly giveUpAt: number;
	readonly resolve: () => void;
	readonly reject: (error: unknown) => void;
}

export interface UsageLogOptions {
	/** How long an event waits while the database does not answer, before it is refused. */
	readonly patienceMs: number;
}

/**
 * The first log: Postgres, by group commit. One statement is in flight; whatever arrives meanwhile goes with the next,
 * so a lone event waits for nothing and a thousand share a handful of commits.
 */
export function makeUsageLog(sql: Database, options: UsageLogOptions): UsageLog & { idle(): Promise<void> } {
	let queue: Waiting[] = [];
	const checkpointed = new Set<string>();
	let flushing: Promise<void> | undefined;

	async function flush(): Promise<void> {
		while (queue.length > 0) {
			const batch = queue.slice(0, LARGEST_BATCH);
			queue = queue.slice(LARGEST_BATCH);
			await commit(batch);
		}
		flushing = undefined;
	}

	async function commit(batch: readonly Waiting[]): Promise<void> {
		try {
			const events = batch.map((waiting) => waiting.event);
			// Until the first of the batch has waited long enough. By generation id: one whose answer was lost may be sent again.
			await keepTrying(() => insert(events), Math.min(...batch.map((waiting) => waiting.giveUpAt)));
			for (const waiting of batch) waiting.resolve();
		} catch (error) {
			if (isTransient(error)) refuseTheLate(batch, error);
			// One record the database will not take must not take its neighbours with it.
			else if (batch.length > 1) for (const waiting of batch) await commit([waiting]);
			else for (const waiting of batch) waiting.reject(error);
		}
	}

	/** Whoever has waited long enough is refused, in the queue too; the others are tried again, in their order. */
	function refuseTheLate(batch: readonly Waiting[], error: unknown): void {
		const latest = performance.now() + LONGEST_PAUSE_MS;
		const all = [...batch, ...queue];
		queue = all.filter((waiting) => waiting.giveUpAt > latest);
		for (const waiting of all) if (waiting.giveUpAt <= latest) waiting.reject(error);
	}

	async function insert(events: readonly UsageEvent[]): Promise<void> {
		const finished = events.filter((event) => checkpointed.has(event.generationId)).map((event) => event.generationId);
		const records = JSON.stringify(events.map(toRecord));
		await sql.unsafe(INSERT, [records], { prepare: true });
		if (finished.length === 0) return;
		await sql`delete from usage_checkpoint where generation_id = any (${finished}::uuid[])`;
		for (const id of finished) checkpointed.delete(id);
	}

	return {
		append(event) {
			const giveUpAt = performance.now() + options.patienceMs;
			return new Promise((resolve, reject) => {
				queue.push({ event, giveUpAt, resolve, reject });
				flushing ??= flush();
			});
		},
		async checkpoint(event) {
			checkpointed.add(event.generationId);
			const record = JSON.stringify(toRecord(event));
			await sql`insert into usage_checkpoint (generation_id, allowance_id, event)
				values (${event.generationId}, ${event.allowanceId}, ${record}::text::jsonb)
				on conflict (generation_id) do update set event = excluded.event, recorded_at = clock_timestamp()`;
		},
		withdraw: (event) => requestWithdrawals(sql, [event]),
		async idle() {
			while (flushing) await flushing;
		},
	};
}
