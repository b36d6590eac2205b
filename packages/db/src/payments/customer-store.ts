import type { CardFacts, ProviderName } from "@turnpike/payments";
import type { Queries } from "../connect.ts";

/** An organisation as its provider knows it. */
export interface CustomerRecord {
	readonly customerId: string;
	/** The card that is kept for top-ups. */
	readonly card: { readonly id: string; readonly label: string } | undefined;
}

interface Owner {
	readonly organisationId: string;
	readonly provider: ProviderName;
}

export async function findCustomer(
	sql: Queries,
	{ organisationId, provider }: Owner,
): Promise<CustomerRecord | undefined> {
	const [row] = await sql<{ customer_id: string; card_id: string | null; card_label: string | null }[]>`
		select customer_id, card_id, card_label from payment_customer
		where organisation_id = ${organisationId} and provider = ${provider}`;
	if (!row) return undefined;
	const card = row.card_id === null ? undefined : { id: row.card_id, label: row.card_label ?? "" };
	return { customerId: row.customer_id, card };
}

/** @returns the customer that is known: the first one that was kept. */
export async function keepCustomer(
	sql: Queries,
	{ organisationId, provider }: Owner,
	customerId: string,
): Promise<string> {
	const [row] = await sql<{ customer_id: string }[]>`
		insert into payment_customer (organisation_id, provider, customer_id) values (${organisationId}, ${provider}, ${customerId})
		on conflict (organisation_id, provider) do update set customer_id = payment_customer.customer_id returning customer_id`;
	return row?.customer_id ?? customerId;
}

/** Keeps a card for top-ups, in the place of an earlier one. */
export async function keepCard(sql: Queries, { organisationId, provider }: Owner, card: CardFacts): Promise<void> {
	await sql`insert into payment_customer (organisation_id, provider, customer_id, card_id, card_label)
		values (${organisationId}, ${provider}, ${card.customerId}, ${card.cardId}, ${card.label})
		on conflict (organisation_id, provider) do update set customer_id = excluded.customer_id, card_id = excluded.card_id,
			card_label = excluded.card_label, updated_at = clock_timestamp()`;
}

/** Forgets the kept card. @returns the provider's id of it, if there was one. */
export async function dropCard(sql: Queries, { organisationId, provider }: Owner): Promise<string | undefined> {
	const [row] = await sql<{ card_id: string | null }[]>`
		update payment_customer c set card_id = null, card_label = null, updated_at = clock_timestamp()
		from (select organisation_id, provider, card_id from payment_customer
			where organisation_id = ${organisationId} and provider = ${provider} for update) old
		where c.organisation_id = old.organisation_id and c.provider = old.provider returning old.card_id`;
	return row?.card_id ?? undefined;
}
