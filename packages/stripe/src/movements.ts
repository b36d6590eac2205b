import type { Movement } from "@turnpike/payments";
import type Stripe from "stripe";
import { idOf } from "./metadata.ts";
import { toProviderError } from "./to-provider-error.ts";

/** Stripe's balance transactions since then, those of payments with their payment's name. */
export async function* movements(stripe: Stripe, sinceMs: number): AsyncGenerator<Movement> {
	const created = { gte: Math.floor(sinceMs / 1_000) };
	try {
		for await (const one of stripe.balanceTransactions.list({ created, limit: 100, expand: ["data.source"] })) {
			yield readMovement(one);
		}
	} catch (error) {
		throw toProviderError(error);
	}
}

function readMovement(transaction: Stripe.BalanceTransaction): Movement {
	const { id, source, amount, fee, currency, created } = transaction;
	const about = typeof source === "object" && source !== null && "payment_intent" in source ? source : undefined;
	const paymentId = idOf(about?.payment_intent);
	return {
		id,
		paymentId,
		kind: paymentId === undefined ? "other" : kindOf(transaction, about?.object),
		amountCents: BigInt(amount),
		feeCents: BigInt(fee),
		currency,
		at: created * 1_000,
	};
}

/** Types of balance transactions: https://docs.stripe.com/reports/balance-transaction-types. */
function kindOf({ amount }: Stripe.BalanceTransaction, about: string | undefined): Movement["kind"] {
	switch (about) {
		case "charge":
			return "payment";
		case "refund":
			return amount < 0 ? "refund" : "refund_failed";
		case "dispute":
			return amount < 0 ? "dispute" : "dispute_reversed";
		default:
			return "other";
	}
}
