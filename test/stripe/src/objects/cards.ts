import type { PaymentError, PaymentMethod } from "./shapes.ts";
import type { World } from "./world.ts";

/** How a payment with a method goes. */
export type Behaviour =
	| { readonly kind: "succeeds" }
	/** A bank debit: it is on its way for days. */
	| { readonly kind: "processes" }
	/** Its bank wants its holder to approve. */
	| { readonly kind: "authenticates" }
	| { readonly kind: "declines"; readonly error: Omit<PaymentError, "charge"> };

const declined = (decline_code: string, message: string, advice_code = "try_again_later"): Behaviour => ({
	kind: "declines",
	error: { type: "card_error", code: "card_declined", decline_code, advice_code, message },
});

interface TestMethod {
	readonly brand: string;
	readonly last4: string;
	readonly behaviour: Behaviour;
}

const visa = (last4: string, behaviour: Behaviour): TestMethod => ({ brand: "visa", last4, behaviour });

/** Stripe's own test payment methods (documentation, "Test cards"), those that matter here. */
export const TEST_METHODS: ReadonlyMap<string, TestMethod> = new Map([
	["pm_card_visa", visa("4242", { kind: "succeeds" })],
	["pm_card_mastercard", { brand: "mastercard", last4: "4444", behaviour: { kind: "succeeds" } }],
	["pm_card_chargeDeclined", visa("0002", declined("generic_decline", "Your card was declined."))],
	[
		"pm_card_chargeDeclinedInsufficientFunds",
		visa("9995", declined("insufficient_funds", "Your card has insufficient funds.")),
	],
	[
		"pm_card_chargeDeclinedStolenCard",
		visa("9979", declined("stolen_card", "Your card was declined.", "do_not_try_again")),
	],
	[
		"pm_card_chargeDeclinedExpiredCard",
		visa("0069", {
			kind: "declines",
			error: { type: "card_error", code: "expired_card", message: "Your card has expired." },
		}),
	],
	["pm_card_authenticationRequired", visa("3184", { kind: "authenticates" })],
	["pm_usBankAccount", { brand: "", last4: "6789", behaviour: { kind: "processes" } }],
]);

/** A payment method of a customer's that behaves as a test method does. @throws RangeError for one that is not known. */
export function makePaymentMethod(world: World, testMethod: string, customer: string | null): PaymentMethod {
	const known = TEST_METHODS.get(testMethod);
	if (!known) throw new RangeError(`no test payment method ${testMethod}`);
	const { brand, last4 } = known;
	const method: PaymentMethod = {
		...world.born("pm"),
		object: "payment_method",
		customer,
		metadata: {},
		...(brand === ""
			? { type: "us_bank_account" as const, us_bank_account: { bank_name: "STRIPE TEST BANK", last4 } }
			: {
					type: "card" as const,
					card: { brand, last4, exp_month: 12, exp_year: 2034, funding: "credit" as const },
				}),
	};
	world.paymentMethods.set(method.id, method);
	world.behaviours.set(method.id, testMethod);
	return method;
}

export function behaviourOf(world: World, methodId: string): Behaviour {
	const known = TEST_METHODS.get(world.behaviours.get(methodId) ?? "");
	if (!known) throw new RangeError(`payment method ${methodId} behaves in no known way`);
	return known.behaviour;
}

/** `payment_method_details` of a charge. */
export function detailsOf(method: PaymentMethod): Record<string, unknown> {
	return method.card
		? { type: "card", card: method.card }
		: { type: method.type, [method.type]: method.us_bank_account };
}
