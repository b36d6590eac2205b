import type { Fragment, Queries } from "../connect.ts";
import type { GenerationsQuery } from "./generations-query.ts";

/**
 * A part of the usage log in the order of an index of its own. It is read by a range of one value, not by equality: only
 * that index gives this order, while by equality the planner may choose to walk the primary key through everybody's usage.
 */
export interface LogPart {
	readonly rows: Fragment;
	readonly order: Fragment;
	/** The order once more, without what the organisation's own policy makes one value: planners must see that it is the same. */
	readonly found: Fragment;
}

export function postedPart(tx: Queries, { organisationId }: GenerationsQuery): LogPart {
	return {
		rows: tx`organisation_id between ${organisationId} and ${organisationId} and transaction_id is not null`,
		order: tx`organisation_id desc, generation_id desc`,
		found: tx`generation_id desc`,
	};
}

export function waitingPart(tx: Queries, { organisationId }: GenerationsQuery): LogPart {
	const account = tx`(select id from account where account.organisation_id = ${organisationId})`;
	return {
		rows: tx`account_id between ${account} and ${account} and transaction_id is null and parked_reason is null
			and organisation_id = ${organisationId}`,
		order: tx`account_id desc, generation_id desc`,
		found: tx`account_id desc, generation_id desc`,
	};
}

/** Parked usage is so rare that all of it may be looked through. */
export function parkedPart(tx: Queries, { organisationId }: GenerationsQuery): LogPart {
	return {
		rows: tx`organisation_id = ${organisationId} and parked_reason is not null`,
		order: tx`generation_id desc`,
		found: tx`generation_id desc`,
	};
}
