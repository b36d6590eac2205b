import type { CardCharge, ChargeOutcome } from "@turnpike/payments";
import Stripe from "stripe";
import { CREDIT_NAME, metadataOf } from "./open-checkout.ts";
import { toProviderError } from "./to-provider-error.ts";

/** Declines after which the same card is of no use: https://docs.stripe.com/declines/codes. */
const FINAL_CODES = new Set([
	"expired_card",
	"incorrect_number",
	"lost_card",
	"stolen_card",
	"pickup_card",
	"restricted_card",
]);

/** Charges a kept card while its holder is away. */
export async function chargeCard(stripe: Stripe, charge: CardCharge): Promise<ChargeOutcome> {
	try {
		const intent = await stripe.paymentIntents.create(
			{
				amount: Number(charge.price.totalCents),
				currency: "usd",
				customer: charge.customerId,
				payment_method: charge.cardId,
				off_session: true,
				confirm: true,
				description: CREDIT_NAME,
				metadata: metadataOf(charge),
			},
			{ idempotencyKey: charge.purchaseId },
		);
		// Its bank wants to ask the holder after all: nobody is there to answer.
		if (intent.status === "requires_action") return declined(intent.id, "authentication_required", undefined);
		return { paymentId: intent.id };
	} catch (error) {
		if (!(error instanceof Stripe.errors.StripeCardError)) throw toProviderError(error);
		const code = error.code === "card_declined" ? (error.decline_code ?? error.code) : (error.code ?? "card_declined");
		const final = FINAL_CODES.has(code) || error.advice_code === "do_not_try_again";
		return declined(error.payment_intent?.id, code, { message: error.message, final });
	}
}

function declined(
	paymentId: string | undefined,
	code: string,
	more: { readonly message: string; readonly final: boolean } | undefined,
): ChargeOutcome {
	const message = more?.message ?? "The card's bank asks for its holder's approval.";
	return { paymentId, declined: { code, message, final: more?.final ?? false } };
}
