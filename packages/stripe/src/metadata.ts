/** What our objects at Stripe say of themselves. */
export const PURCHASE = "turnpike_purchase";
export const ORGANISATION = "turnpike_organisation";
export const REFUND = "turnpike_refund";

/** Stripe names a related object by its id, or shows it whole. */
export function idOf(reference: string | { readonly id: string } | null | undefined): string | undefined {
	return typeof reference === "string" ? reference : (reference?.id ?? undefined);
}
