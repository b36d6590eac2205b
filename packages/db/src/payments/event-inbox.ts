import type { PaymentReference, ProviderEvent, ProviderName } from "@turnpike/payments";
import type { Database, Queries } from "../connect.ts";

/** An event to be applied. */
export interface WaitingEvent {
	readonly id: string;
	readonly type: string;
	readonly about: PaymentReference;
	/** How often it was tried before. */
	readonly tries: number;
}

interface EventRow {
	readonly id: string;
	readonly type: string;
	readonly checkout_id: string | null;
	readonly payment_id: string | null;
	readonly tries: number;
}

/** Keeps an event as it came. @returns false when it is there already. */
export async function storeEvent(sql: Queries, provider: ProviderName, event: ProviderEvent): Promise<boolean> {
	const { id, type, about, createdAt } = event;
	// Postgres keeps no NUL in a text.
	const payload = event.payload.replaceAll("\u0000", "");
	const stored = await sql`insert into payment_event (id, provider, type, checkout_id, payment_id, payload, created_at)
		values (${id}, ${provider}, ${type}, ${about.checkoutId ?? null}, ${about.paymentId ?? null}, ${payload},
			${new Date(createdAt)})
		on conflict (id) do nothing`;
	return stored.count === 1;
}

/**
 * Takes events that wait, the longest waiting first; nobody else gets them for `leaseMs`. What a worker that dies leaves is
 * taken again then: applying twice changes nothing.
 */
export async function claimEvents(
	sql: Database,
	provider: ProviderName,
	limit: number,
	leaseMs: number,
): Promise<WaitingEvent[]> {
	// The column is rounded to the millisecond, up too: what was written a moment ago is due.
	const rows = await sql<
		EventRow[]
	>`update payment_event e set due_at = clock_timestamp() + ${leaseMs} * interval '1 ms',
			tries = e.tries + 1
		from (select id from payment_event where provider = ${provider} and due_at <= clock_timestamp() + interval '1 ms'
			and applied_at is null and parked_reason is null order by due_at limit ${limit} for update skip locked) due
		where e.id = due.id returning e.id, e.type, e.checkout_id, e.payment_id, e.tries - 1 as tries`;
	return rows.map(({ id, type, checkout_id, payment_id, tries }) => ({
		id,
		type,
		about: { checkoutId: checkout_id ?? undefined, paymentId: payment_id ?? undefined },
		tries,
	}));
}

export type EventOutcome =
	| { readonly kind: "applied"; readonly outcome: string }
	| { readonly kind: "later"; readonly afterMs: number; readonly trouble: string }
	| { readonly kind: "parked"; readonly reason: string };

/** Writes what came of an event. */
export async function settleEvent(sql: Queries, id: string, outcome: EventOutcome): Promise<void> {
	switch (outcome.kind) {
		case "applied":
			await sql`update payment_event set applied_at = clock_timestamp(), outcome = ${outcome.outcome}, parked_reason = null
				where id = ${id}`;
			return;
		case "later":
			await sql`update payment_event set due_at = clock_timestamp() + ${outcome.afterMs} * interval '1 ms',
				outcome = ${outcome.trouble} where id = ${id} and applied_at is null`;
			return;
		case "parked":
			await sql`update payment_event set parked_reason = ${outcome.reason} where id = ${id} and applied_at is null`;
	}
}

export interface ParkedEvent {
	readonly id: string;
	readonly type: string;
	readonly reason: string;
	/** Unix milliseconds. */
	readonly receivedAt: number;
}

/** Events that could not be applied, the oldest first. */
export async function listParkedEvents(sql: Queries): Promise<ParkedEvent[]> {
	const rows = await sql<{ id: string; type: string; parked_reason: string; received_at: Date }[]>`
		select id, type, parked_reason, received_at from payment_event where parked_reason is not null
		order by received_at, id limit 1000`;
	return rows.map((row) => ({
		id: row.id,
		type: row.type,
		reason: row.parked_reason,
		receivedAt: row.received_at.getTime(),
	}));
}

/** Lets parked events be applied again, after their cause was mended. @returns how many. */
export async function retryParkedEvents(sql: Queries, id: string | undefined): Promise<number> {
	const retried = await sql`update payment_event set parked_reason = null, tries = 0, due_at = clock_timestamp()
		where parked_reason is not null and (${id ?? null}::text is null or id = ${id ?? null})`;
	return retried.count;
}
