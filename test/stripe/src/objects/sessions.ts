import { confirmIntent, makeIntent, markSucceeded, succeed } from "./intents.ts";
import type { CheckoutSession, Invoice, PaymentIntent, PaymentMethod } from "./shapes.ts";
import type { SessionMore, World } from "./world.ts";

type NewSession = Pick<
	CheckoutSession,
	| "amount_total"
	| "cancel_url"
	| "success_url"
	| "client_reference_id"
	| "currency"
	| "customer"
	| "expires_at"
	| "invoice_creation"
	| "metadata"
>;

export function makeSession(world: World, given: NewSession, more: SessionMore): CheckoutSession {
	const born = world.born("cs_test");
	const session: CheckoutSession = {
		...born,
		object: "checkout.session",
		amount_subtotal: given.amount_total,
		invoice: null,
		mode: "payment",
		payment_intent: null,
		payment_status: "unpaid",
		status: "open",
		url: `${world.baseUrl}/c/pay/${born.id}`,
		...given,
	};
	world.sessions.set(session.id, session);
	world.sessionsMore.set(session.id, more);
	return session;
}

/** A person pays, or tries to. @returns what was wrong with the payment method, if anything was. */
export function paySession(world: World, session: CheckoutSession, method: PaymentMethod): string | undefined {
	if (session.status !== "open") throw new RangeError(`checkout ${session.id} is ${session.status}`);
	const intent = intentOf(world, session);
	const error = confirmIntent(world, intent, method, false);
	if (error) return error.message;
	// The person is there: they approve.
	if (intent.status === "requires_action") succeed(world, intent, method);
	complete(world, session, intent);
	return undefined;
}

/** A bank debit that a session waited for has come, or has not. */
export function settleSession(world: World, intent: PaymentIntent, succeeded: boolean): void {
	const session = [...world.sessions.values()].find((one) => one.payment_intent === intent.id);
	if (!succeeded) {
		intent.status = "requires_payment_method";
		const message = "The customer's bank account could not be debited.";
		intent.last_payment_error = { type: "invalid_request_error", code: "payment_method_provider_decline", message };
		world.emit("payment_intent.payment_failed", intent);
		if (session) world.emit("checkout.session.async_payment_failed", session);
		return;
	}
	markSucceeded(intent);
	world.emit("payment_intent.succeeded", intent);
	if (!session) return;
	session.payment_status = "paid";
	makeInvoice(world, session);
	world.emit("checkout.session.async_payment_succeeded", session);
}

export function expireSession(world: World, session: CheckoutSession): void {
	session.status = "expired";
	session.url = null;
	world.emit("checkout.session.expired", session);
}

function intentOf(world: World, session: CheckoutSession): PaymentIntent {
	const more = world.sessionsMore.get(session.id);
	const existing = session.payment_intent === null ? undefined : world.intents.get(session.payment_intent);
	if (existing) return existing;
	if (!more) throw new RangeError(`checkout ${session.id} is not known`);
	const { amount_total: amount, currency, customer } = session;
	const intent = makeIntent(world, { amount, currency, customer, ...more.intent });
	session.payment_intent = intent.id;
	return intent;
}

function complete(world: World, session: CheckoutSession, intent: PaymentIntent): void {
	session.status = "complete";
	session.url = null;
	if (intent.status === "succeeded") {
		session.payment_status = "paid";
		makeInvoice(world, session);
	}
	world.emit("checkout.session.completed", session);
}

function makeInvoice(world: World, session: CheckoutSession): void {
	if (!session.invoice_creation.enabled) return;
	const born = world.born("in");
	const invoice: Invoice = {
		...born,
		object: "invoice",
		amount_paid: session.amount_total,
		currency: session.currency,
		customer: session.customer,
		hosted_invoice_url: `${world.baseUrl}/invoices/${born.id}`,
		invoice_pdf: `${world.baseUrl}/invoices/${born.id}/pdf`,
		number: `TEST-${String(world.invoices.size + 1).padStart(4, "0")}`,
		status: "paid",
		metadata: {},
	};
	world.invoices.set(invoice.id, invoice);
	session.invoice = invoice.id;
	world.emit("invoice.paid", invoice);
}
