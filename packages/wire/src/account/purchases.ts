import { NANO_PER_CENT, type NanoUsd, nanoUsd } from "@turnpike/money";
import * as z from "zod";
import { instantText, usdNumber, usdText } from "./fields.ts";
import { wholeNumber } from "./query-fields.ts";
import { usdAmount } from "./usd-amount.ts";

const LARGEST_PAGE = 100;

/** The least and the most credit of one purchase, in USD. */
export const LEAST_PURCHASE_USD = 5;
export const MOST_PURCHASE_USD = 10_000;
const usd = (whole: number): NanoUsd => nanoUsd(BigInt(whole) * 100n * NANO_PER_CENT);

/** An amount that can be charged: whole cents, within the bounds of one purchase. */
const purchaseAmount = usdAmount.refine(
	(amount) => amount % NANO_PER_CENT === 0n && amount >= usd(LEAST_PURCHASE_USD) && amount <= usd(MOST_PURCHASE_USD),
	{ error: `from ${LEAST_PURCHASE_USD} to ${MOST_PURCHASE_USD} USD, in whole cents, such as "25.00"` },
);

const returnUrl = z.url({ error: "an address on this server, under its public URL" }).max(2_000).optional();

/** The body of `POST /credits/checkout`. */
export const checkoutRequest = z
	.strictObject({
		amount_usd: purchaseAmount
			.optional()
			.meta({ description: "The credit to buy, in USD; the platform's fee comes on top." }),
		amount: purchaseAmount.optional().meta({ description: "The same as a number; one of both." }),
		save_card: z.boolean().optional().meta({ description: "Keeps the card for automatic top-ups; false by default." }),
		success_url: returnUrl.meta({ description: "Where the browser goes when it was paid; on this server." }),
		cancel_url: returnUrl.meta({ description: "Where the browser goes when it was not; on this server." }),
	})
	.transform(({ amount_usd, amount, save_card = false, success_url, cancel_url }, context) => {
		const credit = amount_usd ?? amount;
		if (credit !== undefined && (amount_usd === undefined || amount === undefined)) {
			return { credit, saveCard: save_card, successUrl: success_url, cancelUrl: cancel_url };
		}
		context.addIssue({ code: "custom", path: ["amount_usd"], message: 'an amount of USD such as "25.00", once' });
		return z.NEVER;
	});

/** The query of `GET /credits/purchases`. */
export const purchaseListQuery = z.object({
	limit: wholeNumber(1, LARGEST_PAGE)
		.optional()
		.meta({ description: `Most purchases on a page, 1 to ${LARGEST_PAGE}; 20 by default.` }),
	cursor: z.string().max(200).optional().meta({ description: "`next_cursor` of the page before." }),
});

export const PURCHASE_STATUSES = [
	"open",
	"processing",
	"paid",
	"failed",
	"expired",
	"partially_refunded",
	"refunded",
	"disputed",
] as const;

const link = z.string().nullable();

export const purchaseObject = z.object({
	object: z.literal("credit_purchase"),
	id: z.string().meta({ examples: ["pur_0198c2f04c3a7d5e9c41a5b6c7d8e9f0"] }),
	kind: z.enum(["checkout", "auto_topup"]),
	status: z.enum(PURCHASE_STATUSES),
	sandbox: z.boolean().meta({ description: "No money is taken: this server has no payment provider." }),
	url: link.meta({ description: "Where it is paid, while it can be." }),
	amount: usdNumber,
	amount_usd: usdText.meta({ description: "The credit." }),
	fee: usdNumber,
	fee_usd: usdText.meta({ description: "The platform's fee, on top of the credit." }),
	total: usdNumber,
	total_usd: usdText.meta({ description: "What is charged." }),
	refunded: usdNumber,
	refunded_usd: usdText.meta({ description: "What was given back of the total, or is on its way." }),
	disputed: usdNumber,
	disputed_usd: usdText.meta({ description: "What a dispute holds of the total." }),
	debt_repaid: usdNumber,
	debt_repaid_usd: usdText.meta({
		description: "The part of the credit that repaid what was owed: debts are repaid first.",
	}),
	failure: z.string().nullable().meta({ description: "Why it was not paid, in the provider's words." }),
	receipt_url: link.meta({ description: "The provider's receipt." }),
	invoice_url: link.meta({ description: "The provider's invoice." }),
	invoice_pdf: link,
	created_at: instantText,
	paid_at: instantText.nullable(),
	expires_at: instantText.nullable().meta({ description: "Until when it can be paid." }),
});

export const purchaseAnswer = z.object({ data: purchaseObject });

export const purchaseList = z.object({
	object: z.literal("list"),
	data: z.array(purchaseObject),
	has_more: z.boolean(),
	next_cursor: z.string().nullable(),
});

/** The body of `POST /credits/auto-topup`. What is not sent stays as it is. */
export const autoTopUpRequest = z.strictObject({
	enabled: z.boolean(),
	threshold_usd: usdAmount.optional().meta({ description: "Topped up when available and reserved fall under this." }),
	amount_usd: purchaseAmount.optional().meta({ description: "The credit of one top-up." }),
	monthly_max_usd: usdAmount
		.refine((amount) => amount % NANO_PER_CENT === 0n, { error: "an amount in whole cents" })
		.optional()
		.meta({ description: "The most credit of all top-ups of one UTC month." }),
});

export const autoTopUpObject = z.object({
	object: z.literal("auto_topup"),
	enabled: z.boolean(),
	threshold: usdNumber,
	threshold_usd: usdText,
	amount: usdNumber,
	amount_usd: usdText,
	monthly_max: usdNumber,
	monthly_max_usd: usdText,
	this_month: usdNumber,
	this_month_usd: usdText.meta({ description: "The credit of this UTC month's top-ups, those under way included." }),
	card: z.object({ label: z.string() }).nullable().meta({ description: "The saved card, if there is one." }),
	off_reason: z.string().nullable().meta({ description: "Why it was switched off by itself." }),
	paused_until: instantText.nullable().meta({ description: "Nothing is tried before this." }),
	sandbox: z.boolean(),
});

export const autoTopUpAnswer = z.object({ data: autoTopUpObject });

export type CheckoutRequest = z.output<typeof checkoutRequest>;
export type PurchaseObject = z.infer<typeof purchaseObject>;
export type PurchaseStatus = (typeof PURCHASE_STATUSES)[number];
export type PurchaseAnswer = z.infer<typeof purchaseAnswer>;
export type PurchaseList = z.infer<typeof purchaseList>;
export type AutoTopUpRequest = z.output<typeof autoTopUpRequest>;
export type AutoTopUpObject = z.infer<typeof autoTopUpObject>;
export type AutoTopUpAnswer = z.infer<typeof autoTopUpAnswer>;
