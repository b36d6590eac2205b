import type { Freeze } from "@turnpike/payments";
import { recordAct } from "../accounts/record-act.ts";
import type { Database, Queries } from "../connect.ts";

export interface FreezeChange {
	/** What was opened just now. */
	readonly opened: readonly Freeze[];
	/** Nothing keeps the organisation from spending any more, and something did. */
	readonly thawed: boolean;
}

/** Opens and closes what a payment's disputes and warnings say. What an operator has closed stays closed. */
export async function applyFreezes(
	tx: Queries,
	organisationId: string,
	purchaseId: string,
	freezes: readonly Freeze[],
): Promise<FreezeChange> {
	const opened: Freeze[] = [];
	let closed = 0;
	for (const freeze of freezes) {
		const id = `${freeze.reason}:${freeze.reference}`;
		if (freeze.open) {
			const rows = await tx`insert into spending_freeze (id, organisation_id, purchase_id)
				values (${id}, ${organisationId}, ${purchaseId})
				on conflict (id) do update set closed_at = null, closed_by = null, opened_at = clock_timestamp()
				where spending_freeze.closed_at is not null and spending_freeze.closed_by = 'provider' returning 1`;
			if (rows.length > 0) opened.push(freeze);
		} else {
			const rows = await tx`update spending_freeze set closed_at = clock_timestamp(), closed_by = 'provider'
				where id = ${id} and closed_at is null`;
			closed += rows.count;
		}
	}
	if (opened.length === 0 && closed === 0) return { opened, thawed: false };
	return { opened, thawed: !(await suspendAsFrozen(tx, organisationId)) };
}

/** An organisation is suspended while anything is open. Every process knows within seconds. @returns whether it is. */
async function suspendAsFrozen(tx: Queries, organisationId: string): Promise<boolean> {
	const [row] = await tx<{ suspended_at: Date | null }[]>`update organisation o set updated_at = clock_timestamp(),
			suspended_at = (select min(f.opened_at) from spending_freeze f where f.organisation_id = o.id and f.closed_at is null)
		where o.id = ${organisationId} returning o.suspended_at`;
	return row?.suspended_at !== null;
}

/** What keeps an organisation from spending, the oldest first. */
export async function openFreezes(sql: Queries, organisationId: string): Promise<{ id: string; openedAt: number }[]> {
	const rows = await sql<{ id: string; opened_at: Date }[]>`select id, opened_at from spending_freeze
		where organisation_id = ${organisationId} and closed_at is null order by opened_at, id`;
	return rows.map(({ id, opened_at }) => ({ id, openedAt: opened_at.getTime() }));
}

/**
 * An operator's word: stops an organisation's spending, or ends whatever stopped it; what was ended so is not begun again
 * by a provider's word.
 */
export async function setSuspended(
	sql: Database,
	organisationId: string,
	suspended: boolean,
	actor: string,
): Promise<void> {
	await sql.begin(async (tx) => {
		if (suspended) {
			await tx`insert into spending_freeze (id, organisation_id) values (${`operator:${organisationId}`}, ${organisationId})
				on conflict (id) do update set closed_at = null, closed_by = null, opened_at = clock_timestamp()
				where spending_freeze.closed_at is not null`;
		} else {
			await tx`update spending_freeze set closed_at = clock_timestamp(), closed_by = ${actor}
				where organisation_id = ${organisationId} and closed_at is null`;
		}
		await suspendAsFrozen(tx, organisationId);
		const action = suspended ? "organisation.suspend" : "organisation.resume";
		await recordAct(tx, { organisationId, actor, action, target: organisationId, detail: {} });
	});
}
