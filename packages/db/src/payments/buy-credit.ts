import type { PaymentProvider } from "@turnpike/payments";
import { findOrganisation } from "../accounts/find-organisation.ts";
import type { Database } from "../connect.ts";
import { findCustomer, keepCustomer } from "./customer-store.ts";
import { readPurchaseById } from "./find-purchase.ts";
import type { PurchaseRecord } from "./purchase-record.ts";
import { attachCheckout, type NewCheckout, startPurchase } from "./start-purchase.ts";

export interface CreditOrder extends Omit<NewCheckout, "provider"> {
	/** Where the browser goes when it was paid, and when it was not. */
	readonly successUrl: (purchaseId: string) => string;
	readonly cancelUrl: string;
}

/**
 * Opens a checkout for credit: written down first, then asked for under the purchase's own key, so that whatever fails in
 * between may be repeated.
 *
 * @throws PurchaseMismatch, ProviderUnavailable, ProviderRefused.
 */
export async function buyCredit(sql: Database, provider: PaymentProvider, order: CreditOrder): Promise<PurchaseRecord> {
	const { successUrl, cancelUrl, ...checkout } = order;
	const purchase = await startPurchase(sql, { ...checkout, provider: provider.name });
	if (purchase.checkoutId !== undefined) return purchase;
	const customerId = await customerOf(sql, provider, purchase.organisationId);
	const opened = await provider.openCheckout({
		purchaseId: purchase.id,
		organisationId: purchase.organisationId,
		customerId,
		price: purchase.price,
		saveCard: purchase.saveCard,
		successUrl: successUrl(purchase.id),
		cancelUrl,
	});
	await attachCheckout(sql, purchase.id, opened);
	const attached = await readPurchaseById(sql, purchase.id);
	if (!attached) throw new Error(`purchase ${purchase.id} is gone`);
	return attached;
}

async function customerOf(sql: Database, provider: PaymentProvider, organisationId: string): Promise<string> {
	const owner = { organisationId, provider: provider.name };
	const known = await findCustomer(sql, owner);
	if (known) return known.customerId;
	const organisation = await findOrganisation(sql, organisationId);
	if (!organisation) throw new Error(`no organisation ${organisationId}`);
	const { id, name, email } = organisation;
	return keepCustomer(sql, owner, await provider.makeCustomer({ id, name, email }));
}
