import type { StripeServer } from "@turnpike/test-stripe";
import type { OpenPayments } from "./open-payments.fixture.ts";

export interface PaymentSums {
	readonly received: bigint;
	readonly refunded: bigint;
	readonly disputed: bigint;
}

/** What Stripe has of a payment, counted by hand out of its objects. */
export function truthOf({ world }: StripeServer, paymentId: string): PaymentSums {
	const refunds = [...world.refunds.values()].filter((one) => one.payment_intent === paymentId);
	const disputes = [...world.disputes.values()].filter((one) => one.payment_intent === paymentId);
	const moved = disputes.flatMap(({ balance_transactions }) => balance_transactions.map(({ amount }) => -amount));
	return {
		received: BigInt(world.intents.get(paymentId)?.amount_received ?? 0),
		refunded: sum(refunds.filter(({ status }) => status !== "failed").map(({ amount }) => amount)),
		disputed: sum(moved),
	};
}

/** Whether a payment is reason enough to keep its organisation frozen. */
export function keepsFrozen({ world }: StripeServer, paymentId: string): boolean {
	const disputes = [...world.disputes.values()].filter((one) => one.payment_intent === paymentId);
	const warnings = [...world.warnings.values()].filter((one) => one.payment_intent === paymentId);
	return (
		disputes.some(({ status }) => status.endsWith("needs_response")) || warnings.some(({ actionable }) => actionable)
	);
}

/** What a refund at Stripe's dashboard could still give back, in cents: nothing of what is disputed. */
export function refundable({ world }: StripeServer, paymentId: string): number {
	const charge = world.charges.get(world.intents.get(paymentId)?.latest_charge ?? "");
	const disputed = [...world.disputes.values()].some(
		({ payment_intent, status }) => payment_intent === paymentId && status !== "won",
	);
	return charge && !disputed ? charge.amount - charge.amount_refunded : 0;
}

/** What the book has of an organisation's payments. */
export async function bookedPayments(sql: OpenPayments["sql"], organisationId: string) {
	return sql<(PaymentSums & { payment: string; credit: bigint })[]>`
		select payment_id as payment, credit_cents::int8 as credit, received_cents::int8 as received,
			refunded_cents::int8 as refunded, disputed_cents::int8 as disputed
		from purchase where organisation_id = ${organisationId} and payment_id is not null`;
}

function sum(amounts: readonly number[]): bigint {
	return BigInt(amounts.reduce((total, amount) => total + amount, 0));
}
