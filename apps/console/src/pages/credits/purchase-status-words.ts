import type { Purchase } from "../../api/purchases.ts";
import type { BadgeTone } from "../../ui/badge.tsx";

/** What became of a purchase, in a word. */
export const PURCHASE_STATUS_WORDS: Readonly<Record<Purchase["status"], readonly [BadgeTone, string]>> = {
	open: ["neutral", "not paid yet"],
	processing: ["warn", "being confirmed"],
	paid: ["good", "paid"],
	failed: ["bad", "failed"],
	expired: ["neutral", "given up"],
	partially_refunded: ["neutral", "partly refunded"],
	refunded: ["neutral", "refunded"],
	disputed: ["bad", "disputed"],
};
