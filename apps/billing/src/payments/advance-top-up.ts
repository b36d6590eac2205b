import { attachPayment, type Decline, failTopUp, findCustomer, markSent, type PurchaseRecord } from "@turnpike/db";
import { mayResend, ProviderRefused } from "@turnpike/payments";
import { lookAtPurchase } from "./look-at-purchase.ts";
import type { PaymentsWorld } from "./payments-world.ts";

const NO_CARD: Decline = { code: "no_card", message: "No card is saved.", final: true };
const NEVER_MADE: Decline = { code: "unknown", message: "The payment was never made.", final: false };
const NEEDS_APPROVAL: Decline = {
	code: "authentication_required",
	message: "The card's bank asks for its holder's approval.",
	final: false,
};

/**
 * Takes an attempt one step on. What was sent once is looked for before it is sent again under the same key, and only looked
 * for when the key may be forgotten at the provider: so an answer that was lost costs nobody twice.
 *
 * @throws ProviderUnavailable: the next step is tried later.
 */
export async function advanceTopUp(world: PaymentsWorld, purchase: PurchaseRecord): Promise<void> {
	if (purchase.paymentId !== undefined) return lookAtTopUp(world, purchase, purchase.paymentId);
	const customer = await findCustomer(world.sql, purchase);
	if (purchase.sentAt !== undefined && customer) {
		const found = await world.provider.findPayment(purchase.id, customer.customerId, purchase.sentAt);
		if (found !== undefined) return lookAtTopUp(world, purchase, found);
		if (!mayResend(purchase.sentAt, world.now())) return fail(world, purchase, undefined, NEVER_MADE);
	}
	if (!customer?.card) return fail(world, purchase, undefined, NO_CARD);
	await send(world, purchase, customer.customerId, customer.card.id);
}

async function send(world: PaymentsWorld, purchase: PurchaseRecord, customerId: string, cardId: string): Promise<void> {
	const { id: purchaseId, organisationId, price } = purchase;
	await markSent(world.sql, purchaseId, world.now());
	const charge = { purchaseId, organisationId, customerId, cardId, price };
	const outcome = await world.provider.chargeCard(charge).catch((error: unknown) => {
		if (!(error instanceof ProviderRefused)) throw error;
		return {
			paymentId: undefined,
			declined: { code: error.code, message: "The saved card cannot be charged.", final: true },
		};
	});
	if ("declined" in outcome) return fail(world, purchase, outcome.paymentId, outcome.declined);
	await lookAtTopUp(world, purchase, outcome.paymentId);
}

async function lookAtTopUp(world: PaymentsWorld, purchase: PurchaseRecord, paymentId: string): Promise<void> {
	await attachPayment(world.sql, purchase.id, paymentId);
	await lookAtPurchase(world, purchase.id);
	const facts = await world.provider.readPayment({ paymentId, checkoutId: undefined });
	// Nobody is there to approve it.
	if (facts.state === "open") await fail(world, purchase, paymentId, NEEDS_APPROVAL);
}

async function fail(
	world: PaymentsWorld,
	purchase: PurchaseRecord,
	paymentId: string | undefined,
	decline: Decline,
): Promise<void> {
	if (paymentId !== undefined) {
		// It cannot come through without us, but it should not lie about either.
		await world.provider.cancelPayment(paymentId).catch((error: unknown) => {
			if (!(error instanceof ProviderRefused)) world.onTrouble(`giving up the payment ${paymentId}`, error);
		});
	}
	await failTopUp(world.sql, purchase.id, paymentId, decline, { now: world.now(), write: world.write });
}
