import * as z from "zod";
import { USAGE_CLASSES } from "../usage.ts";
import { count, generationStatus, instantText, usageEvidence, usdText } from "./fields.ts";

const wholeText = z.string().regex(/^\d+$/);

/**
 * What a receipt's payload says. The debit follows from it: ⌊Σ units × unit price ÷ 1000⌋ nano-USD, of which the house bears
 * `house_nano_usd`; and it is at most the hold.
 */
export const receiptClaims = z.object({
	iss: z.string().meta({ description: "The server that signed it." }),
	sub: z.string().meta({ description: "The generation." }),
	iat: z.int().meta({ description: "When it was posted, in Unix seconds: the same receipt whenever it is asked for." }),
	organization_id: z.string(),
	project_id: z.string(),
	key_id: z.string(),
	model: z.string(),
	endpoint: z.string(),
	provider: z.string(),
	quantization: z.string(),
	format: z.string(),
	status: generationStatus,
	estimated: z.boolean(),
	evidence: usageEvidence,
	request_sha256: z
		.string()
		.regex(/^[0-9a-f]{64}$/)
		.nullable()
		.meta({
			description:
				"SHA-256 of the request's body, byte for byte but for a byte order mark; null where it was not kept.",
		}),
	usage: z.partialRecord(z.enum(USAGE_CLASSES), count),
	unit_prices_pico_usd: z.partialRecord(z.enum(USAGE_CLASSES), wholeText),
	price_version: z.string(),
	price_effective_from: instantText.nullable(),
	cost_usd: usdText,
	cost_nano_usd: wholeText.meta({ description: "What was debited." }),
	house_nano_usd: wholeText.meta({ description: "The part of the price that no hold covered, and nobody is charged." }),
	hold_nano_usd: wholeText,
	admitted_at: instantText.meta({ description: "The moment whose prices hold." }),
	posted_at: instantText,
	transaction_id: z.string(),
	given_back_by: z.string().nullable().meta({
		description: "The transaction that credited the cost back, because the answer had failed after all.",
	}),
	sandbox: z.boolean().meta({ description: "It came from the sandbox, and no provider was paid." }),
});

export type ReceiptClaims = z.infer<typeof receiptClaims>;
