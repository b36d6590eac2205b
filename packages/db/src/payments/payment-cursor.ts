import type { Database } from "../connect.ts";

/** What is read from a provider, or done, again and again. */
export type CursorName = `${string}:events` | `${string}:movements` | "reconciliation";

/**
 * Takes the reading of something for a while, if it is due. Nobody else gets it for `leaseMs`.
 *
 * @returns how far it was read, in Unix milliseconds (`from` at first); undefined when it is not due.
 */
export async function claimCursor(
	sql: Database,
	name: CursorName,
	from: number,
	now: number,
	leaseMs: number,
): Promise<number | undefined> {
	const [row] = await sql<{ read_until: Date }[]>`insert into payment_cursor (name, read_until, due_at)
		values (${name}, ${new Date(from)}, ${new Date(now + leaseMs)})
		on conflict (name) do update set due_at = excluded.due_at where payment_cursor.due_at <= ${new Date(now)}
		returning read_until`;
	return row?.read_until.getTime();
}

/** Writes how far it was read, and when it is read next. */
export async function moveCursor(sql: Database, name: CursorName, readUntil: number, dueAt: number): Promise<void> {
	await sql`insert into payment_cursor (name, read_until, due_at)
		values (${name}, ${new Date(readUntil)}, ${new Date(dueAt)})
		on conflict (name) do update set read_until = greatest(payment_cursor.read_until, excluded.read_until),
			due_at = excluded.due_at`;
}

/** How far something was read, in Unix milliseconds; undefined: not yet. */
export async function cursorAt(sql: Database, name: CursorName): Promise<number | undefined> {
	const [row] = await sql<{ read_until: Date }[]>`select read_until from payment_cursor where name = ${name}`;
	return row?.read_until.getTime();
}
