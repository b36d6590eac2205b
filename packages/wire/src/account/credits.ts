import * as z from "zod";
import { instantText, usdNumber, usdText } from "./fields.ts";

/** `GET /credits`. */
export const creditsAnswer = z.object({
	data: z.object({
		total_credits: usdNumber,
		total_credits_usd: usdText.meta({ description: "Everything ever put in." }),
		total_usage: usdNumber,
		total_usage_usd: usdText.meta({ description: "Everything used, posted or not." }),
		available: usdNumber,
		available_usd: usdText.meta({ description: "What may be set aside for calls." }),
		reserved: usdNumber,
		reserved_usd: usdText.meta({ description: "Set aside for calls under way, or used and not posted yet." }),
		posted: usdNumber,
		posted_usd: usdText.meta({ description: "Used, and in the ledger." }),
		unposted: usdNumber,
		unposted_usd: usdText.meta({ description: "Used, durable, and not in the ledger yet." }),
		debt: usdNumber,
		debt_usd: usdText.meta({ description: "Owed: taken from what comes in next." }),
		promotional: usdNumber,
		promotional_usd: usdText.meta({ description: "The part of the balance that was a gift; it is spent first." }),
		as_of: instantText,
	}),
});

export type CreditsAnswer = z.infer<typeof creditsAnswer>;
