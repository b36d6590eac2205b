import {
	claimEvents,
	type EventOutcome,
	purchaseOf,
	readPurchaseById,
	settleEvent,
	type WaitingEvent,
} from "@turnpike/db";
import { ProviderRefused, retryPauseMs } from "@turnpike/payments";
import { lookAtPurchase } from "./look-at-purchase.ts";
import { LEASE_MS, type PaymentsWorld } from "./payments-world.ts";

/** Events taken up at once. */
const EVENTS_PER_ROUND = 16;
/** An event that could not be applied for so long (about a day) waits for a person. */
const MOST_TRIES = 150;

export interface EventsReport {
	readonly applied: number;
	readonly parked: number;
}

/** Applies what waits in the inbox: each event says which payment to look at, and no more. */
export async function applyEvents(world: PaymentsWorld): Promise<EventsReport> {
	const events = await claimEvents(world.sql, world.provider.name, EVENTS_PER_ROUND, LEASE_MS);
	const kinds = await Promise.all(events.map((event) => applyEvent(world, event)));
	return {
		applied: kinds.filter((kind) => kind === "applied").length,
		parked: kinds.filter((kind) => kind === "parked").length,
	};
}

async function applyEvent(world: PaymentsWorld, event: WaitingEvent): Promise<EventOutcome["kind"]> {
	const outcome = await outcomeOf(world, event);
	await settleEvent(world.sql, event.id, outcome);
	return outcome.kind;
}

async function outcomeOf(world: PaymentsWorld, event: WaitingEvent): Promise<EventOutcome> {
	try {
		return await lookAtWhatItIsAbout(world, event);
	} catch (error) {
		const trouble = error instanceof Error ? error.message : String(error);
		// The provider has nothing of the kind, or will not say: it would not the next time either.
		if (error instanceof ProviderRefused) return { kind: "parked", reason: trouble };
		if (event.tries >= MOST_TRIES) return { kind: "parked", reason: `tried ${event.tries} times: ${trouble}` };
		world.onTrouble(`applying the event ${event.id}`, error);
		return { kind: "later", afterMs: retryPauseMs(event.tries), trouble };
	}
}

async function lookAtWhatItIsAbout(world: PaymentsWorld, { about }: WaitingEvent): Promise<EventOutcome> {
	const { sql, provider } = world;
	if (about.paymentId === undefined && about.checkoutId === undefined) {
		return { kind: "applied", outcome: "about no payment" };
	}
	const known = await purchaseOf(sql, provider.name, about);
	const purchaseId = known?.id ?? (await provider.readPayment(about)).purchaseId;
	if (purchaseId === undefined) return { kind: "applied", outcome: "no payment of ours" };
	if (!known && !(await readPurchaseById(sql, purchaseId))) {
		return { kind: "parked", reason: `a payment for ${purchaseId}, which this book does not have` };
	}
	const settled = await lookAtPurchase(world, purchaseId, about.paymentId);
	return settled === "settled" ? { kind: "applied", outcome: purchaseId } : { kind: "parked", reason: settled.parked };
}
