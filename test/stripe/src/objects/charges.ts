import { cardFee, move } from "./balance.ts";
import { detailsOf } from "./cards.ts";
import type { Charge, PaymentError, PaymentIntent, PaymentMethod } from "./shapes.ts";
import type { Cause, World } from "./world.ts";

type Outcome =
	| { readonly status: "succeeded" | "pending" }
	| { readonly status: "failed"; readonly error: PaymentError };

/** A try to take an intent's money from a payment method. */
export function makeCharge(world: World, intent: PaymentIntent, method: PaymentMethod, outcome: Outcome): Charge {
	const born = world.born("ch");
	const charge: Charge = {
		...born,
		object: "charge",
		amount: intent.amount,
		amount_refunded: 0,
		balance_transaction: null,
		currency: intent.currency,
		customer: intent.customer,
		disputed: false,
		failure_code: outcome.status === "failed" ? outcome.error.code : null,
		failure_message: outcome.status === "failed" ? outcome.error.message : null,
		payment_intent: intent.id,
		payment_method: method.id,
		payment_method_details: detailsOf(method),
		receipt_url: outcome.status === "failed" ? null : `${world.baseUrl}/receipts/${born.id}`,
		refunded: false,
		status: outcome.status,
		paid: outcome.status === "succeeded",
		metadata: { ...intent.metadata },
	};
	world.charges.set(charge.id, charge);
	if (outcome.status === "succeeded") book(world, charge);
	intent.latest_charge = charge.id;
	return charge;
}

/** A bank's debit that was on its way has come, or has not. */
export function settleCharge(world: World, charge: Charge, succeeded: boolean, cause?: Cause): void {
	charge.status = succeeded ? "succeeded" : "failed";
	charge.paid = succeeded;
	if (succeeded) book(world, charge);
	world.emit(succeeded ? "charge.succeeded" : "charge.failed", charge, cause);
}

function book(world: World, charge: Charge): void {
	const card = charge.payment_method_details.type === "card";
	const { amount, currency, id: source } = charge;
	const fee = card ? cardFee(amount) : Math.min(Math.round(amount * 0.008), 500);
	const moved = {
		amount,
		fee,
		currency,
		source,
		type: card ? "charge" : "payment",
		reporting_category: "charge",
	} as const;
	charge.balance_transaction = move(world, moved).id;
}
