import { afterDecline } from "@turnpike/payments";
import type { Queries } from "../connect.ts";
import type { PurchaseRecord } from "./purchase-record.ts";
import { tell, type WriteNotice } from "./tell.ts";

export interface Decline {
	/** The provider's word for it; "" when it did not say. */
	readonly code: string;
	/** For the card's holder. */
	readonly message: string;
	/** The card would be refused again. */
	readonly final: boolean;
}

interface Telling {
	/** Unix milliseconds. */
	readonly now: number;
	readonly write: WriteNotice;
}

/** A top-up came through: whatever was declined before does not count any more. */
export async function noteSuccess(tx: Queries, organisationId: string): Promise<void> {
	await tx`update auto_topup set declines = 0, paused_until = null where organisation_id = ${organisationId}`;
}

/** Top-ups pause after a decline, or end; the organisation is told which. Once for each attempt, as its purchase becomes `failed`. */
export async function noteDecline(
	tx: Queries,
	{ id, organisationId, price }: PurchaseRecord,
	decline: Decline,
	{ now, write }: Telling,
): Promise<void> {
	const [row] = await tx<{ declines: number }[]>`update auto_topup set declines = declines + 1
		where organisation_id = ${organisationId} returning declines`;
	if (!row) return;
	const next = afterDecline(row.declines, decline.final);
	if (next.off) {
		await endTopUps(tx, organisationId, decline.message);
		await tell(tx, organisationId, id, { kind: "top_up_off", message: decline.message }, write);
		return;
	}
	await tx`update auto_topup set paused_until = ${new Date(now + next.pauseMs)} where organisation_id = ${organisationId}`;
	const amountCents = price.totalCents;
	const asks = decline.code === "authentication_required";
	const notice = asks
		? ({ kind: "top_up_needs_approval", amountCents } as const)
		: ({ kind: "top_up_declined", amountCents, message: decline.message } as const);
	await tell(tx, organisationId, id, notice, write);
}

/** Switches top-ups off, saying why. */
export async function endTopUps(tx: Queries, organisationId: string, reason: string): Promise<void> {
	await tx`update auto_topup set enabled = false, off_reason = ${reason}, updated_at = clock_timestamp()
		where organisation_id = ${organisationId} and enabled`;
}
