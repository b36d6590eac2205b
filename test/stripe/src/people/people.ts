import { makePaymentMethod } from "../objects/cards.ts";
import { settleCharge } from "../objects/charges.ts";
import { closeDispute, escalateDispute, openDispute } from "../objects/disputes.ts";
import { failRefund, makeRefund } from "../objects/refunds.ts";
import { expireSession, paySession, settleSession } from "../objects/sessions.ts";
import type { Charge, Dispute, EarlyFraudWarning, PaymentIntent, Refund } from "../objects/shapes.ts";
import { warn } from "../objects/warnings.ts";
import type { World } from "../objects/world.ts";

/** What people and banks do, which no call of the API does. Payments are named by their PaymentIntent. */
export class People {
	readonly #world: World;

	constructor(world: World) {
		this.#world = world;
	}

	/** A customer pays at checkout. @returns the PaymentIntent, and what was wrong if the payment failed. */
	pay(sessionId: string, testMethod = "pm_card_visa"): { paymentIntent: string; failure: string | undefined } {
		const session = need(this.#world.sessions.get(sessionId), sessionId);
		const failure = paySession(this.#world, session, makePaymentMethod(this.#world, testMethod, null));
		return { paymentIntent: need(session.payment_intent, "a payment"), failure };
	}

	/** A bank says, days later, whether a debit has come. */
	settle(intentId: string, succeeded: boolean): void {
		settleCharge(this.#world, this.#charge(intentId), succeeded);
		settleSession(this.#world, this.#intent(intentId), succeeded);
	}

	/** Nobody paid in time. */
	expire(sessionId: string): void {
		expireSession(this.#world, need(this.#world.sessions.get(sessionId), sessionId));
	}

	/** The account's owner gives money back in the dashboard. */
	refund(intentId: string, amount?: number, status: "pending" | "succeeded" = "succeeded"): Refund {
		const charge = this.#charge(intentId);
		const given = { amount: amount ?? charge.amount - charge.amount_refunded, reason: null, metadata: {}, status };
		return makeRefund(this.#world, charge, given);
	}

	/** The customer's bank does not take the money back. */
	failRefund(refundId: string): void {
		const refund = need(this.#world.refunds.get(refundId), refundId);
		failRefund(this.#world, refund, need(this.#world.charges.get(refund.charge), refund.charge));
	}

	/** The cardholder complains at their bank. */
	dispute(intentId: string, options: { amount?: number; inquiry?: boolean } = {}): Dispute {
		const charge = this.#charge(intentId);
		return openDispute(this.#world, charge, options.amount ?? charge.amount, options.inquiry ?? false);
	}

	escalate(disputeId: string): void {
		escalateDispute(this.#world, need(this.#world.disputes.get(disputeId), disputeId));
	}

	closeDispute(disputeId: string, how: "won" | "lost" | "warning_closed"): void {
		closeDispute(this.#world, need(this.#world.disputes.get(disputeId), disputeId), how);
	}

	/** The card network suspects fraud. */
	warn(intentId: string): EarlyFraudWarning {
		return warn(this.#world, this.#charge(intentId));
	}

	/** A kept card begins to behave as another test method does. */
	changeCard(methodId: string, testMethod: string): void {
		this.#world.behaviours.set(methodId, testMethod);
	}

	#intent(id: string): PaymentIntent {
		return need(this.#world.intents.get(id), id);
	}

	#charge(intentId: string): Charge {
		const id = need(this.#intent(intentId).latest_charge, `a charge of ${intentId}`);
		return need(this.#world.charges.get(id), id);
	}
}

function need<T>(value: T | null | undefined, what: string): T {
	if (value === undefined || value === null) throw new RangeError(`there is no ${what}`);
	return value;
}
