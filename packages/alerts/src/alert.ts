import type { NanoUsd } from "@turnpike/money";

/** Something an organisation is told, once. Times are unix milliseconds. */
export type Alert =
	/** The balance went below the organisation's own threshold. */
	| { readonly kind: "balance.low"; readonly balance: NanoUsd; readonly threshold: NanoUsd }
	/** A budget's spending crossed a percentage of its limit. */
	| {
			readonly kind: "budget.threshold";
			readonly budgetId: string;
			readonly scope: string;
			readonly scopeId: string;
			/** `none` for a lifetime. */
			readonly reset: string;
			readonly soft: boolean;
			readonly percent: number;
			readonly limit: NanoUsd;
			readonly spent: NanoUsd;
			readonly startsAt: number;
			readonly resetsAt: number | undefined;
	  }
	| { readonly kind: "topup.failed"; readonly reason: TopUpFailure; readonly message: string }
	/** A payment is disputed or suspected: nothing can be spent. */
	| { readonly kind: "account.frozen"; readonly reason: string; readonly amount: NanoUsd }
	| { readonly kind: "account.unfrozen" }
	| { readonly kind: "key.expiring"; readonly keyId: string; readonly name: string; readonly expiresAt: number }
	/** Asked for by somebody who wants to see whether it arrives. */
	| { readonly kind: "webhook.test" };

export type AlertKind = Alert["kind"];

/** `declined`: tried again later; `needs_approval`: by the card's holder; `maximum`: the month's is reached; `off`: for good. */
type TopUpFailure = "declined" | "needs_approval" | "maximum" | "off";
