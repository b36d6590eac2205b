import { abandonPurchase, claimPurchases, lookAgain, type PurchaseRecord } from "@turnpike/db";
import { advanceTopUp } from "./advance-top-up.ts";
import { lookAtPurchase } from "./look-at-purchase.ts";
import { LEASE_MS, type PaymentsWorld } from "./payments-world.ts";

const PURCHASES_PER_ROUND = 16;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** A checkout whose provider was never heard of after this was not opened. */
const UNOPENED_MS = 3_600_000;

/**
 * Looks at purchases that are open though nothing was heard of them: what a lost webhook would have told is found here.
 * Top-ups are sent here as well.
 *
 * @returns how many were looked at.
 */
export async function advancePurchases(world: PaymentsWorld): Promise<number> {
	const due = await claimPurchases(world.sql, world.provider.name, world.now(), PURCHASES_PER_ROUND, LEASE_MS);
	await Promise.all(due.map((purchase) => advance(world, purchase)));
	return due.length;
}

async function advance(world: PaymentsWorld, purchase: PurchaseRecord): Promise<void> {
	try {
		if (purchase.kind === "auto_topup") await advanceTopUp(world, purchase);
		else await advanceCheckout(world, purchase);
	} catch (error) {
		world.onTrouble(`looking at the purchase ${purchase.id}`, error);
	}
	// Seldomer and seldomer; a debit on its way takes days.
	const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(purchase.tries - 1, 20), LONGEST_PAUSE_MS);
	await lookAgain(world.sql, purchase.id, world.now() + pauseMs);
}

async function advanceCheckout(world: PaymentsWorld, purchase: PurchaseRecord): Promise<void> {
	const { id, checkoutId, paymentId, createdAt } = purchase;
	if (checkoutId !== undefined || paymentId !== undefined) {
		await lookAtPurchase(world, id);
	} else if (world.now() - createdAt > UNOPENED_MS) {
		await abandonPurchase(world.sql, id, "the checkout was never opened");
	}
}
