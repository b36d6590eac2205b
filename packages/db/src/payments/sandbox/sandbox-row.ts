import type { PaymentState } from "@turnpike/payments";

/** How a card of the sandbox behaves; its id says it. */
export type CardBehaviour = "pays" | "declines_later";

export interface SandboxRefund {
	readonly id: string;
	readonly refund_id: string;
	/** Decimal text. */
	readonly amount_cents: string;
	/** Unix milliseconds. */
	readonly at: number;
}

export interface SandboxRow {
	readonly id: string;
	readonly checkout_id: string | null;
	readonly purchase_id: string;
	readonly customer_id: string;
	readonly credit_cents: bigint;
	readonly fee_cents: bigint;
	readonly state: PaymentState;
	readonly failure: string;
	readonly save_card: boolean;
	readonly card_id: string | null;
	readonly success_url: string | null;
	readonly cancel_url: string | null;
	readonly refunds: readonly SandboxRefund[];
	readonly created_at: Date;
	readonly expires_at: Date | null;
	readonly settles_at: Date | null;
	readonly succeeded_at: Date | null;
}

/** The state of a payment by the clock: debits come, and checkouts expire, without anybody doing anything. */
export function stateAt(row: SandboxRow, now: number): PaymentState {
	if (row.state === "processing" && row.settles_at !== null && row.settles_at.getTime() <= now) return "succeeded";
	if (row.state === "open" && row.expires_at !== null && row.expires_at.getTime() <= now) return "expired";
	return row.state;
}

export function behaviourOfCard(cardId: string): CardBehaviour {
	return cardId.startsWith("pm_sandbox_declines_later_") ? "declines_later" : "pays";
}
