import { claimRefunds, refundAgainAt, settleRefund, type WaitingRefund } from "@turnpike/db";
import { mayResend, ProviderRefused, retryPauseMs } from "@turnpike/payments";
import { lookAtPurchase } from "./look-at-purchase.ts";
import { LEASE_MS, type PaymentsWorld } from "./payments-world.ts";

const REFUNDS_PER_ROUND = 16;

/** Asks the provider for the refunds that were ordered. One that it refuses gives its credit back. @returns how many. */
export async function sendRefunds(world: PaymentsWorld): Promise<number> {
	const { sql, provider, now } = world;
	const waiting = await claimRefunds(sql, provider.name, now(), REFUNDS_PER_ROUND, LEASE_MS);
	await Promise.all(
		waiting.map(async (refund) => {
			try {
				await send(world, refund);
			} catch (error) {
				world.onTrouble(`sending the refund ${refund.id}`, error);
				await refundAgainAt(sql, refund.id, now() + retryPauseMs(refund.tries));
			}
		}),
	);
	return waiting.length;
}

async function send(world: PaymentsWorld, refund: WaitingRefund): Promise<void> {
	const { id: refundId, paymentId, amountCents, purchaseId } = refund;
	try {
		if (refund.firstSentAt !== undefined && (await isThere(world, refund))) return await sent(world, refund);
		if (!mayResend(refund.firstSentAt, world.now())) throw new ProviderRefused("unknown", "it was never made");
		await world.provider.refund({ refundId, paymentId, amountCents });
		await sent(world, refund);
	} catch (error) {
		if (!(error instanceof ProviderRefused)) throw error;
		await settleRefund(world.sql, refundId, "failed", error.message);
		await lookAtPurchase(world, purchaseId);
	}
}

async function sent(world: PaymentsWorld, { id, purchaseId }: WaitingRefund): Promise<void> {
	await settleRefund(world.sql, id, "sent", "");
	await lookAtPurchase(world, purchaseId);
}

async function isThere({ provider }: PaymentsWorld, { id, paymentId }: WaitingRefund): Promise<boolean> {
	const { refunds } = await provider.readPayment({ paymentId, checkoutId: undefined });
	return refunds.some(({ refundId }) => refundId === id);
}
