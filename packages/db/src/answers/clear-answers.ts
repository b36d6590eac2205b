import type { Database } from "../connect.ts";

/** Claims cleared in one statement. */
const MOST_AT_ONCE = 1_000;

/**
 * Forgets claims whose time is over; their answers go with their day. A claim that was never renewed is kept until its time
 * is over, so that its retry learns that it was lost.
 *
 * @returns whether more may be waiting.
 */
export async function clearAnswers(sql: Database): Promise<boolean> {
	const cleared = await sql`delete from answer_claim where (key_id, name) in (
		select key_id, name from answer_claim where expires_at < clock_timestamp()
			and (state <> 'running' or lease_until < clock_timestamp())
		order by expires_at limit ${MOST_AT_ONCE} for update skip locked)`;
	return cleared.count === MOST_AT_ONCE;
}

/** Makes the partitions of the days to come, and drops those of days that are over. */
export async function turnAnswerPartitions(sql: Database): Promise<void> {
	await sql`select ensure_answer_partitions(7)`;
}
