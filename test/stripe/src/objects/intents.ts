import { behaviourOf } from "./cards.ts";
import { makeCharge } from "./charges.ts";
import type { PaymentError, PaymentIntent, PaymentMethod } from "./shapes.ts";
import type { Cause, World } from "./world.ts";

type NewIntent = Pick<
	PaymentIntent,
	"amount" | "currency" | "customer" | "description" | "setup_future_usage" | "metadata"
>;

export function makeIntent(world: World, given: NewIntent, cause?: Cause): PaymentIntent {
	const born = world.born("pi");
	const intent: PaymentIntent = {
		...born,
		object: "payment_intent",
		amount_received: 0,
		client_secret: `${born.id}_secret_${world.id("s")}`,
		payment_method: null,
		latest_charge: null,
		last_payment_error: null,
		next_action: null,
		status: "requires_payment_method",
		canceled_at: null,
		cancellation_reason: null,
		...given,
	};
	world.intents.set(intent.id, intent);
	world.emit("payment_intent.created", intent, cause);
	return intent;
}

/** What the holder's bank says where it wants to ask the holder, who is not there. */
const AUTHENTICATION_REQUIRED = {
	type: "card_error",
	code: "authentication_required",
	decline_code: "authentication_required",
	message: "Your card was declined. This transaction requires authentication.",
} as const;

/**
 * Tries to take an intent's money.
 *
 * @param offSession the holder is not there to approve.
 * @returns the error the payment failed with, if it failed.
 */
export function confirmIntent(
	world: World,
	intent: PaymentIntent,
	method: PaymentMethod,
	offSession: boolean,
	cause?: Cause,
): PaymentError | undefined {
	const behaviour = behaviourOf(world, method.id);
	intent.payment_method = method.id;
	switch (behaviour.kind) {
		case "succeeds":
			succeed(world, intent, method, cause);
			return undefined;
		case "processes":
			intent.status = "processing";
			makeCharge(world, intent, method, { status: "pending" });
			keepMethod(intent, method);
			world.emit("payment_intent.processing", intent, cause);
			return undefined;
		case "authenticates":
			if (offSession) return fail(world, intent, method, AUTHENTICATION_REQUIRED, cause);
			intent.status = "requires_action";
			intent.next_action = { type: "use_stripe_sdk" };
			world.emit("payment_intent.requires_action", intent, cause);
			return undefined;
		case "declines":
			return fail(world, intent, method, behaviour.error, cause);
	}
}

export function succeed(world: World, intent: PaymentIntent, method: PaymentMethod, cause?: Cause): void {
	const charge = makeCharge(world, intent, method, { status: "succeeded" });
	markSucceeded(intent);
	keepMethod(intent, method);
	world.emit("charge.succeeded", charge, cause);
	world.emit("payment_intent.succeeded", intent, cause);
}

export function markSucceeded(intent: PaymentIntent): void {
	intent.status = "succeeded";
	intent.amount_received = intent.amount;
	intent.next_action = null;
	intent.last_payment_error = null;
}

function keepMethod(intent: PaymentIntent, method: PaymentMethod): void {
	if (intent.setup_future_usage !== null) method.customer = intent.customer;
}

export function fail(
	world: World,
	intent: PaymentIntent,
	method: PaymentMethod,
	error: PaymentError,
	cause?: Cause,
): PaymentError {
	const charge = makeCharge(world, intent, method, { status: "failed", error });
	const withCharge = { ...error, charge: charge.id };
	intent.status = "requires_payment_method";
	intent.payment_method = null;
	intent.next_action = null;
	intent.last_payment_error = withCharge;
	world.emit("charge.failed", charge, cause);
	world.emit("payment_intent.payment_failed", intent, cause);
	return withCharge;
}

export function cancelIntent(world: World, intent: PaymentIntent, reason: string | null, cause?: Cause): void {
	intent.status = "canceled";
	intent.canceled_at = world.now();
	intent.cancellation_reason = reason;
	world.emit("payment_intent.canceled", intent, cause);
}
