import type { PaymentFacts } from "./payment-facts.ts";

export type FreezeReason = "dispute" | "fraud_warning";

/** Something that keeps an organisation from spending as long as it is open. */
export interface Freeze {
	readonly reason: FreezeReason;
	/** The provider's id of it. */
	readonly reference: string;
	readonly open: boolean;
}

/** What a payment's disputes and warnings mean for spending: nothing may be spent until they are closed. */
export function freezesOf({ disputes, warnings }: PaymentFacts): Freeze[] {
	return [
		...disputes.map(({ id, closed }) => ({ reason: "dispute" as const, reference: id, open: !closed })),
		...warnings.map(({ id, open }) => ({ reason: "fraud_warning" as const, reference: id, open })),
	];
}
