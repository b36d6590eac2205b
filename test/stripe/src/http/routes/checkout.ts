import { expireSession, makeSession } from "../../objects/sessions.ts";
import type { CheckoutSession, LineItem } from "../../objects/shapes.ts";
import { invalidRequest, noSuch } from "../api-error.ts";
import type { Call, Handler, Routes } from "../call.ts";
import { page } from "../list.ts";
import type { Params } from "../params.ts";
import { customerOf } from "./customers.ts";
import { checkAmount } from "./intents.ts";

/** A session can be paid for a day; no less than half an hour. */
const LONGEST_SECONDS = 24 * 3_600;
const SHORTEST_SECONDS = 1_800;

const create: Handler = (call) => {
	const { world, params } = call;
	if (params.oneOf("mode", ["payment"]) === undefined)
		throw invalidRequest("Missing required param: mode.", "mode", "parameter_missing");
	const lineItems = params.objects("line_items").map(readLineItem);
	if (lineItems.length === 0)
		throw invalidRequest("Missing required param: line_items.", "line_items", "parameter_missing");
	const intentData = params.object("payment_intent_data");
	const more = {
		lineItems,
		intent: {
			description: intentData.text("description") ?? null,
			setup_future_usage: intentData.oneOf("setup_future_usage", ["off_session", "on_session"]) ?? null,
			metadata: intentData.metadata(),
		},
	};
	const given = readSession(call, lineItems);
	params.object("adaptive_pricing").flag("enabled");
	params.oneOf("submit_type", ["auto", "book", "donate", "pay", "subscribe"]);
	return () => makeSession(world, given, more);
};

function readSession(call: Call, lineItems: readonly LineItem[]) {
	const { world, params } = call;
	const amount_total = lineItems.reduce((sum, { amount, quantity }) => sum + amount * quantity, 0);
	checkAmount(amount_total, "usd");
	const customer = params.text("customer") ?? null;
	if (customer !== null) customerOf(call, customer, "customer");
	const expires_at = params.integer("expires_at") ?? world.now() + LONGEST_SECONDS;
	if (expires_at < world.now() + SHORTEST_SECONDS || expires_at > world.now() + LONGEST_SECONDS + 60) {
		throw invalidRequest(
			"The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
			"expires_at",
		);
	}
	return {
		amount_total,
		cancel_url: readUrl(params, "cancel_url"),
		success_url: readUrl(params, "success_url"),
		client_reference_id: params.text("client_reference_id") ?? null,
		currency: "usd",
		customer,
		expires_at,
		invoice_creation: readInvoiceCreation(params),
		metadata: params.metadata(),
	};
}

function readInvoiceCreation(params: Params) {
	const creation = params.object("invoice_creation");
	const data = creation.object("invoice_data");
	data.text("description");
	data.metadata();
	return { enabled: creation.flag("enabled") };
}

function readUrl(params: Params, name: string): string | null {
	const url = params.text(name);
	if (url === undefined) return null;
	if (!URL.canParse(url)) throw invalidRequest("Not a valid URL", name, "url_invalid");
	return url;
}

function readLineItem(params: Params): LineItem {
	const price = params.object("price_data");
	const product = price.object("product_data");
	const currency = price.requiredText("currency");
	if (currency !== "usd") throw invalidRequest(`Invalid currency: ${currency}.`, "line_items");
	product.text("description");
	return {
		name: product.requiredText("name"),
		amount: price.requiredInteger("unit_amount"),
		quantity: params.integer("quantity") ?? 1,
	};
}

export const checkoutRoutes: Routes = {
	"POST /v1/checkout/sessions": create,
	"GET /v1/checkout/sessions": ({ world, params, path }) => {
		const intent = params.text("payment_intent");
		const all = [...world.sessions.values()].filter((one) => intent === undefined || one.payment_intent === intent);
		const answer = page(all, params, path);
		return () => answer;
	},
	"GET /v1/checkout/sessions/:id": (call) => {
		const session = sessionOf(call);
		return () => session;
	},
	"POST /v1/checkout/sessions/:id/expire": (call) => {
		const session = sessionOf(call);
		if (session.status !== "open") {
			const message = `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`;
			throw invalidRequest(message, undefined, "checkout_session_not_open");
		}
		return () => {
			expireSession(call.world, session);
			return session;
		};
	},
};

function sessionOf({ world, id }: Call): CheckoutSession {
	const session = world.sessions.get(id);
	if (!session) throw noSuch("checkout.session", id);
	return session;
}
