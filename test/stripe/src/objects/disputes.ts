import { DISPUTE_FEE, move } from "./balance.ts";
import type { Charge, Dispute } from "./shapes.ts";
import { reviewWarnings } from "./warnings.ts";
import type { World } from "./world.ts";

/**
 * A cardholder complains at their bank. Of an inquiry nothing is withdrawn until it becomes a dispute.
 *
 * Life of a dispute: Stripe's documentation, "How disputes work".
 */
export function openDispute(world: World, charge: Charge, amount: number, inquiry: boolean): Dispute {
	const dispute: Dispute = {
		...world.born("dp"),
		object: "dispute",
		amount,
		balance_transactions: [],
		charge: charge.id,
		payment_intent: charge.payment_intent,
		currency: charge.currency,
		is_charge_refundable: inquiry,
		reason: inquiry ? "general" : "fraudulent",
		status: inquiry ? "warning_needs_response" : "needs_response",
		metadata: {},
	};
	world.disputes.set(dispute.id, dispute);
	charge.disputed = true;
	if (inquiry) world.emit("charge.dispute.created", dispute);
	else {
		withdraw(world, dispute);
		world.emit("charge.dispute.created", dispute);
		world.emit("charge.dispute.funds_withdrawn", dispute);
	}
	reviewWarnings(world, charge);
	return dispute;
}

/** An inquiry becomes a dispute. */
export function escalateDispute(world: World, dispute: Dispute): void {
	dispute.status = "needs_response";
	dispute.is_charge_refundable = false;
	withdraw(world, dispute);
	world.emit("charge.dispute.updated", dispute);
	world.emit("charge.dispute.funds_withdrawn", dispute);
}

export function closeDispute(world: World, dispute: Dispute, status: "won" | "lost" | "warning_closed"): void {
	dispute.status = status;
	if (status === "won") {
		adjust(world, dispute, dispute.amount, 0, "dispute_reversal");
		world.emit("charge.dispute.funds_reinstated", dispute);
	}
	world.emit("charge.dispute.closed", dispute);
}

function withdraw(world: World, dispute: Dispute): void {
	adjust(world, dispute, -dispute.amount, DISPUTE_FEE, "dispute");
}

function adjust(world: World, dispute: Dispute, amount: number, fee: number, reporting_category: string): void {
	const moved = { amount, fee, currency: dispute.currency, source: dispute.id, type: "adjustment" } as const;
	dispute.balance_transactions.push(move(world, { ...moved, reporting_category }));
}
