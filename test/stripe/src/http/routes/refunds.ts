import { makeRefund } from "../../objects/refunds.ts";
import type { Charge } from "../../objects/shapes.ts";
import { invalidRequest, noSuch } from "../api-error.ts";
import type { Call, Routes } from "../call.ts";
import { page } from "../list.ts";
import { intentOf } from "./intents.ts";

export const refundRoutes: Routes = {
	"POST /v1/refunds": (call) => {
		const { world, params, cause } = call;
		const charge = chargeToRefund(call);
		const left = charge.amount - charge.amount_refunded;
		const amount = params.integer("amount") ?? left;
		const reason = params.oneOf("reason", ["duplicate", "fraudulent", "requested_by_customer"]) ?? null;
		const metadata = params.metadata();
		if (charge.refunded) {
			throw invalidRequest(`Charge ${charge.id} has already been refunded.`, undefined, "charge_already_refunded");
		}
		if (isChargedBack(call, charge)) {
			const message = `Charge ${charge.id} has been charged back; cannot issue a refund.`;
			throw invalidRequest(message, undefined, "charge_disputed");
		}
		if (amount < 1) throw invalidRequest("Invalid positive integer", "amount", "parameter_invalid_integer");
		if (amount > left) {
			const dollars = (cents: number) => `$${(cents / 100).toFixed(2)}`;
			throw invalidRequest(
				`Refund amount (${dollars(amount)}) is greater than unrefunded amount on charge (${dollars(left)})`,
				"amount",
			);
		}
		return () => makeRefund(world, charge, { amount, reason, metadata }, cause);
	},
	"GET /v1/refunds": ({ world, params, path }) => {
		const intent = params.text("payment_intent");
		const charge = params.text("charge");
		const all = [...world.refunds.values()].filter(
			(one) => (intent ?? one.payment_intent) === one.payment_intent && (charge ?? one.charge) === one.charge,
		);
		const answer = page(all, params, path);
		return () => answer;
	},
	"GET /v1/refunds/:id": ({ world, id }) => {
		const refund = world.refunds.get(id);
		if (!refund) throw noSuch("refund", id);
		return () => refund;
	},
};

function chargeToRefund(call: Call): Charge {
	const { world, params } = call;
	const intentId = params.text("payment_intent");
	const chargeId = params.text("charge");
	const id =
		chargeId ?? (intentId === undefined ? undefined : intentOf(call, intentId, "payment_intent").latest_charge);
	if (id === undefined) {
		throw invalidRequest("One of the following params should be provided for this request: payment_intent or charge.");
	}
	const charge = id === null ? undefined : world.charges.get(id);
	if (!charge || charge.status === "failed") {
		throw invalidRequest(
			`This PaymentIntent (${intentId}) does not have a successful charge to refund.`,
			"payment_intent",
		);
	}
	return charge;
}

function isChargedBack({ world }: Call, charge: Charge): boolean {
	return [...world.disputes.values()].some(
		(one) => one.charge === charge.id && !one.is_charge_refundable && one.status !== "won",
	);
}
