import { move } from "./balance.ts";
import type { Charge, Refund } from "./shapes.ts";
import { reviewWarnings } from "./warnings.ts";
import type { Cause, World } from "./world.ts";

type NewRefund = Pick<Refund, "amount" | "reason" | "metadata"> & { readonly status?: "pending" | "succeeded" };

export function makeRefund(world: World, charge: Charge, given: NewRefund, cause?: Cause): Refund {
	const card = charge.payment_method_details.type === "card";
	const born = world.born("re");
	const refund: Refund = {
		...born,
		object: "refund",
		charge: charge.id,
		payment_intent: charge.payment_intent,
		currency: charge.currency,
		balance_transaction: null,
		status: "succeeded",
		...given,
	};
	const type = card ? "refund" : "payment_refund";
	const moved = { amount: -refund.amount, fee: 0, currency: refund.currency, source: refund.id, type } as const;
	refund.balance_transaction = move(world, { ...moved, reporting_category: "refund" }).id;
	world.refunds.set(refund.id, refund);
	charge.amount_refunded += refund.amount;
	charge.refunded = charge.amount_refunded === charge.amount;
	world.emit("refund.created", refund, cause);
	world.emit("charge.refunded", charge, cause);
	reviewWarnings(world, charge, cause);
	return refund;
}

/** The money could not be given back: it returns to the account. */
export function failRefund(world: World, refund: Refund, charge: Charge): void {
	refund.status = "failed";
	refund.failure_reason = "expired_or_canceled_card";
	const moved = { amount: refund.amount, fee: 0, currency: refund.currency, source: refund.id } as const;
	refund.failure_balance_transaction = move(world, {
		...moved,
		type: "refund_failure",
		reporting_category: "refund_failure",
	}).id;
	charge.amount_refunded -= refund.amount;
	charge.refunded = false;
	world.emit("refund.failed", refund);
	world.emit("charge.refund.updated", refund);
}
