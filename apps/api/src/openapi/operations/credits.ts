import {
	autoTopUpAnswer,
	autoTopUpRequest,
	checkoutRequest,
	purchaseAnswer,
	purchaseList,
	purchaseListQuery,
} from "@turnpike/wire/account";
import * as z from "zod";
import { OF_THE_BOOK } from "../errors-of.ts";
import type { Operation } from "../operation.ts";

const PURCHASE = { name: "Purchase", schema: purchaseAnswer };
const TOP_UP = { name: "AutoTopUp", schema: autoTopUpAnswer };
/** Also said where nobody takes payments. */
const OF_PAYMENTS = ["not_found", ...OF_THE_BOOK] as const;

/** How credit is bought and topped up. */
export const CREDITS: readonly Operation[] = [
	{
		method: "post",
		path: "/credits/checkout",
		id: "buyCredit",
		tag: "Credits",
		summary: "Buy credit",
		description:
			"Opens a checkout for the credit and the platform's fee; send the browser to `url`. Credit is there within a second of the payment. A repeat with the same `Idempotency-Key` within a day is the same purchase.",
		who: "manager",
		headers: ["Idempotency-Key"],
		body: { name: "CheckoutRequest", schema: checkoutRequest, example: { amount_usd: "25.00", save_card: true } },
		answers: [{ description: "The purchase, to be paid at its `url`.", schema: PURCHASE }],
		errors: ["invalid_header", "idempotency_mismatch", "billing_unavailable", ...OF_PAYMENTS],
	},
	{
		method: "get",
		path: "/credits/purchases",
		id: "listPurchases",
		tag: "Credits",
		summary: "List purchases",
		description: "The newest first, with their receipts and invoices, and what was given back.",
		who: "manager",
		query: purchaseListQuery,
		answers: [{ description: "A page of them.", schema: { name: "PurchaseList", schema: purchaseList } }],
		errors: OF_PAYMENTS,
	},
	{
		method: "get",
		path: "/credits/purchases/{id}",
		id: "getPurchase",
		tag: "Credits",
		summary: "One purchase",
		who: "manager",
		parameters: { id: "The purchase's id." },
		answers: [{ description: "The purchase.", schema: PURCHASE }],
		errors: OF_PAYMENTS,
	},
	{
		method: "get",
		path: "/credits/auto-topup",
		id: "getAutoTopUp",
		tag: "Credits",
		summary: "Automatic top-ups",
		who: "manager",
		answers: [{ description: "When and how credit is topped up.", schema: TOP_UP }],
		errors: OF_PAYMENTS,
	},
	{
		method: "post",
		path: "/credits/auto-topup",
		id: "setAutoTopUp",
		tag: "Credits",
		summary: "Set automatic top-ups",
		description:
			"Needs a saved card: buy credit once with `save_card`. At most one top-up is under way at a time; one that is declined is tried again after 1 and 6 hours, then top-ups are off and you are told by mail. What is not sent stays as it is.",
		who: "manager",
		body: {
			name: "AutoTopUpRequest",
			schema: autoTopUpRequest,
			example: { enabled: true, threshold_usd: "5.00", amount_usd: "20.00", monthly_max_usd: "200.00" },
		},
		answers: [{ description: "As they are now.", schema: TOP_UP }],
		errors: OF_PAYMENTS,
	},
	{
		method: "delete",
		path: "/credits/card",
		id: "forgetCard",
		tag: "Credits",
		summary: "Forget the saved card",
		who: "manager",
		answers: [
			{
				description: "It is forgotten here and at the payment provider.",
				schema: { name: "CardForgotten", schema: z.object({ deleted: z.literal(true) }) },
			},
		],
		errors: ["billing_unavailable", ...OF_PAYMENTS],
	},
	{
		method: "post",
		path: "/stripe/webhook",
		id: "takeStripeEvent",
		tag: "Server",
		summary: "What Stripe tells",
		description: "Signed by Stripe (`Stripe-Signature`), kept as it comes, and applied afterwards.",
		who: "anybody",
		answers: [
			{
				description: "It is kept.",
				schema: { name: "EventKept", schema: z.object({ received: z.literal(true) }) },
			},
		],
		errors: ["invalid_signature", "request_too_large", "request_timeout", "not_found", "billing_unavailable"],
	},
];

const PAGE = { type: "text/html", description: "A page." } as const;

/** The sandbox's own pages, where no payment is a real one; production has none of them. */
export const SANDBOX: readonly Operation[] = [
	{
		method: "get",
		path: "/sandbox/checkout/{id}",
		from: "host",
		id: "showSandboxCheckout",
		tag: "Server",
		summary: "A checkout of the sandbox",
		who: "anybody",
		parameters: { id: "The checkout's id." },
		answers: [PAGE],
		errors: ["not_found"],
	},
	{
		method: "post",
		path: "/sandbox/checkout/{id}",
		from: "host",
		id: "paySandboxCheckout",
		tag: "Server",
		summary: "Pay at a checkout of the sandbox",
		description: "A form with `method`: `card`, `debit`, `declined` or `declined_later`.",
		who: "anybody",
		parameters: { id: "The checkout's id." },
		answers: [{ status: 303, description: "On to where the purchase said, or back to the page." }],
		errors: ["not_found", "invalid_value", "request_too_large", "request_timeout"],
	},
	{
		method: "get",
		path: "/sandbox/receipt/{id}",
		from: "host",
		id: "showSandboxReceipt",
		tag: "Server",
		summary: "A receipt of the sandbox",
		who: "anybody",
		parameters: { id: "The payment's id." },
		answers: [PAGE],
		errors: ["not_found"],
	},
	{
		method: "get",
		path: "/sandbox/style.css",
		from: "host",
		id: "styleSandbox",
		tag: "Server",
		summary: "How the sandbox's pages look",
		who: "anybody",
		answers: [{ type: "text/css", description: "A style sheet." }],
		errors: ["not_found"],
	},
];
