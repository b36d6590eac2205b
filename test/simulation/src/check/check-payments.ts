import { HOUSE } from "@turnpike/ledger";
import { movedBy, nanoOfCents, shares } from "@turnpike/payments";
import type { World } from "../world/world.ts";
import { demand } from "./demand.ts";

/** M8, always: an account has at most one top-up open, and no purchase was paid twice. */
export function checkPayments({ database, stripe }: World): void {
	const open = [...database.purchases.rows.values()].filter((one) => one.kind === "auto_topup" && one.state === "open");
	const accounts = new Set(open.map(({ accountId }) => accountId));
	demand("M8", accounts.size === open.length, "an account has two top-ups open");
	const paid = stripe.payments.map(({ purchaseId }) => purchaseId);
	const twice = paid.find((id, at) => paid.indexOf(id) !== at);
	demand("M8", twice === undefined, `${twice} was paid twice`);
}

/** M8, at rest: the book has of every payment what its provider has, once, whatever webhooks did. */
export function checkPaymentsRest(world: World): void {
	checkPayments(world);
	const { database, stripe, gifts } = world;
	let [fees, provider] = [0n, 0n];
	for (const purchase of database.purchases.rows.values()) {
		const { id, moved, parked, price } = purchase;
		demand("M8", parked === undefined, `${id} is parked: ${parked}`);
		const due = movedBy(stripe.factsOf(id), []);
		const same = moved.receivedCents === due.receivedCents && moved.refundedCents === due.refundedCents;
		demand("M8", same && moved.disputedCents === due.disputedCents, `${id} is not booked as Stripe has it`);
		const { creditCents, feeCents } = shares(price, due);
		fees += nanoOfCents(feeCents);
		provider += nanoOfCents(creditCents + feeCents);
	}
	const { entries } = database;
	const booked = entries.balance(HOUSE.platformFees);
	demand("M8", booked === fees, `fees are ${booked}, of all payments together ${fees}`);
	const deposits = -entries.balance(HOUSE.deposits) - gifts;
	demand("M8", deposits === provider, `${deposits} nano-USD came from payments, and Stripe has ${provider}`);
}
