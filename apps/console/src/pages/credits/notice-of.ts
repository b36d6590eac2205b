import type { Purchase } from "../../api/purchases.ts";
import { usdText } from "../../money/split-usd.ts";

export interface Notice {
	/** undefined: nobody knows yet. */
	readonly outcome: "good" | "bad" | undefined;
	readonly sentence: string;
}

/** What is said of a purchase to who comes back from paying, or comes again later. @param purchase undefined: it is not read yet. */
export function noticeOf(
	purchase: Pick<Purchase, "status" | "failure" | "amount_usd" | "sandbox"> | undefined,
): Notice {
	if (purchase === undefined) return UNKNOWN;
	switch (purchase.status) {
		case "open":
			return UNKNOWN;
		case "processing":
			return { outcome: undefined, sentence: "The payment is on its way; the credit comes when it has arrived." };
		case "paid":
			return {
				outcome: "good",
				sentence: `${usdText(purchase.amount_usd)} of ${purchase.sandbox ? "sandbox " : ""}credit is yours.`,
			};
		case "failed":
			return { outcome: "bad", sentence: purchase.failure ?? "The payment failed; nothing was taken." };
		case "expired":
			return { outcome: "bad", sentence: "The payment was given up; nothing was taken." };
		case "partially_refunded":
			return { outcome: "good", sentence: "A part of this payment was given back." };
		case "refunded":
			return { outcome: "good", sentence: "This payment was given back." };
		case "disputed":
			return { outcome: "bad", sentence: "This payment is disputed." };
	}
}

const UNKNOWN: Notice = {
	outcome: undefined,
	sentence: "The payment is being confirmed; the credit comes with it.",
};
