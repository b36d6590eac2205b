import { cancelIntent, confirmIntent, makeIntent } from "../../objects/intents.ts";
import type { PaymentIntent } from "../../objects/shapes.ts";
import { cardError, invalidRequest, noSuch } from "../api-error.ts";
import type { Call, Handler, Routes } from "../call.ts";
import { page } from "../list.ts";
import { customerOf, methodOf } from "./customers.ts";

const LEAST_USD_CENTS = 50;
const CANCELABLE = ["requires_payment_method", "requires_confirmation", "requires_action", "processing"];

const create: Handler = (call) => {
	const { world, params, cause } = call;
	const amount = params.requiredInteger("amount");
	const currency = params.requiredText("currency").toLowerCase();
	const customer = params.text("customer") ?? null;
	const methodId = params.text("payment_method");
	const confirm = params.flag("confirm");
	const offSession = params.flag("off_session");
	const description = params.text("description") ?? null;
	const setup_future_usage = params.oneOf("setup_future_usage", ["off_session", "on_session"]) ?? null;
	const metadata = params.metadata();
	checkAmount(amount, currency);
	if (customer !== null) customerOf(call, customer, "customer");
	const method = methodId === undefined ? undefined : methodOf(call, methodId, "payment_method");
	if (offSession && !confirm)
		throw invalidRequest(
			"The parameter `off_session` cannot be passed when creating a PaymentIntent unless `confirm` is set to true.",
			"off_session",
		);
	if (method && method.customer !== customer) {
		throw invalidRequest("The provided PaymentMethod does not belong to the Customer you supplied.", "payment_method");
	}
	return () => {
		const intent = makeIntent(world, { amount, currency, customer, description, setup_future_usage, metadata }, cause);
		const error = confirm && method ? confirmIntent(world, intent, method, offSession, cause) : undefined;
		if (error) throw cardError(error, intent);
		return intent;
	};
};

export const intentRoutes: Routes = {
	"POST /v1/payment_intents": create,
	"GET /v1/payment_intents": ({ world, params, path }) => {
		const customer = params.text("customer");
		const all = [...world.intents.values()].filter((one) => customer === undefined || one.customer === customer);
		const answer = page(all, params, path);
		return () => answer;
	},
	"GET /v1/payment_intents/:id": (call) => {
		const intent = intentOf(call, call.id);
		return () => intent;
	},
	"POST /v1/payment_intents/:id/cancel": (call) => {
		const { world, params, cause } = call;
		const intent = intentOf(call, call.id);
		const reason = params.text("cancellation_reason") ?? null;
		if (!CANCELABLE.includes(intent.status)) {
			const message = `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: ${CANCELABLE.join(", ")}.`;
			throw invalidRequest(message, undefined, "payment_intent_unexpected_state");
		}
		return () => {
			cancelIntent(world, intent, reason, cause);
			return intent;
		};
	},
	"GET /v1/charges/:id": ({ world, id }) => {
		const charge = world.charges.get(id);
		if (!charge) throw noSuch("charge", id);
		return () => charge;
	},
};

export function intentOf({ world }: Call, id: string, param = "intent"): PaymentIntent {
	const intent = world.intents.get(id);
	if (!intent) throw noSuch("payment_intent", id, param);
	return intent;
}

export function checkAmount(amount: number, currency: string): void {
	if (currency !== "usd") throw invalidRequest(`Invalid currency: ${currency}.`, "currency");
	if (amount < LEAST_USD_CENTS) {
		throw invalidRequest("Amount must be at least $0.50 usd", "amount", "amount_too_small");
	}
	if (amount > 99_999_999)
		throw invalidRequest("Amount must be no more than $999,999.99", "amount", "amount_too_large");
}
