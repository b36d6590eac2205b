import {
	type AutoTopUp,
	buyCredit,
	type CreditOrder,
	type Database,
	dropCard,
	findCustomer,
	findPurchase,
	listPurchases,
	type PurchasePage,
	type PurchaseRecord,
	readAutoTopUp,
	saveAutoTopUp,
	withOrg,
} from "@turnpike/db";
import type { PaymentProvider, PlatformFee, ProviderName, TopUpSettings } from "@turnpike/payments";

/** Credit of an organisation: bought, looked at, topped up. Every method rejects when the book cannot be reached. */
export interface Credits {
	readonly provider: ProviderName;
	readonly fee: PlatformFee;
	/** @throws PurchaseMismatch, ProviderUnavailable, ProviderRefused. */
	buy(order: CreditOrder): Promise<PurchaseRecord>;
	/** The newest first. */
	purchases(organisationId: string, limit: number, before: string | undefined): Promise<PurchasePage>;
	/** @returns undefined for another organisation's, as for one that never was. */
	purchase(organisationId: string, id: string): Promise<PurchaseRecord | undefined>;
	/** @returns undefined while it was never set. */
	autoTopUp(organisationId: string, now: number): Promise<AutoTopUp | undefined>;
	setAutoTopUp(organisationId: string, enabled: boolean, settings: TopUpSettings, actor: string): Promise<void>;
	/** How the saved card is called. */
	cardLabel(organisationId: string): Promise<string | undefined>;
	/** @returns false when there was none. @throws ProviderUnavailable: it is forgotten here already. */
	forgetCard(organisationId: string): Promise<boolean>;
}

/** Over the book in Postgres and a provider of payments. */
export function creditsOf(sql: Database, provider: PaymentProvider, fee: PlatformFee): Credits {
	const owned = (organisationId: string) => ({ organisationId, provider: provider.name });
	return {
		provider: provider.name,
		fee,
		buy: (order) => buyCredit(sql, provider, order),
		purchases: (organisationId, limit, before) =>
			withOrg(sql, organisationId, (tx) => listPurchases(tx, organisationId, limit, before)),
		purchase: (organisationId, id) => withOrg(sql, organisationId, (tx) => findPurchase(tx, organisationId, id)),
		autoTopUp: (organisationId, now) => withOrg(sql, organisationId, (tx) => readAutoTopUp(tx, organisationId, now)),
		setAutoTopUp: (organisationId, enabled, settings, actor) =>
			saveAutoTopUp(sql, organisationId, enabled, settings, actor),
		cardLabel: async (organisationId) => (await findCustomer(sql, owned(organisationId)))?.card?.label,
		async forgetCard(organisationId) {
			const cardId = await dropCard(sql, owned(organisationId));
			if (cardId !== undefined) await provider.forgetCard(cardId);
			return cardId !== undefined;
		},
	};
}
