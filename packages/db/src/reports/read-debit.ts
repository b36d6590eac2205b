import type { Database } from "../connect.ts";

/** What the ledger has of one generation. */
export interface Debit {
	/** Unix milliseconds. */
	readonly postedAt: number;
	/** The transaction that credited it back, because its answer had failed after all. */
	readonly givenBackBy: string | undefined;
}

/** The debit of a generation that was posted by this transaction. The caller has made sure whose it is. */
export async function readDebit(sql: Database, generationId: string, transactionId: string): Promise<Debit> {
	const [row] = await sql<{ posted_at: Date; given_back_by: string | null }[]>`
		select t.created_at as posted_at,
			(select w.id::text from ledger_transaction w where w.source = ${`withdrawal:${generationId}`}) as given_back_by
		from ledger_transaction t where t.id = ${transactionId}`;
	if (!row) throw new Error(`generation ${generationId} names transaction ${transactionId}, which is not there`);
	return { postedAt: row.posted_at.getTime(), givenBackBy: row.given_back_by ?? undefined };
}
