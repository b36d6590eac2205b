import type { Cents } from "./cents.ts";
import type { FreezeReason } from "./freezes.ts";

/** Something an organisation is told of by mail, once. */
export type Notice =
	| { readonly kind: "frozen"; readonly reason: FreezeReason; readonly amountCents: Cents }
	| { readonly kind: "unfrozen" }
	/** A card was declined; it is tried again after a pause. */
	| { readonly kind: "top_up_declined"; readonly amountCents: Cents; readonly message: string }
	/** The card's bank wants its holder's approval. */
	| { readonly kind: "top_up_needs_approval"; readonly amountCents: Cents }
	| { readonly kind: "top_up_off"; readonly message: string }
	| { readonly kind: "top_up_maximum"; readonly monthlyMaxCents: Cents };
