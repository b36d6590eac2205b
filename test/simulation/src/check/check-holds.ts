import type { CallRecord } from "../actors/calls.ts";
import { TIMES } from "../actors/times.ts";
import type { World } from "../world/world.ts";
import { Violation } from "./violation.ts";

/**
 * M1 at the holders: what calls hold, and what they were charged and is not posted yet, is set aside in the book for their
 * allowance. The book itself asserts its own sums after each of its changes.
 */
export function checkHolds(world: World): void {
	const promised = new Map<string, bigint>();
	for (const call of world.calls) {
		const [allowanceId, amount] = promiseOf(world, call);
		if (amount > 0n) promised.set(allowanceId, (promised.get(allowanceId) ?? 0n) + amount);
	}
	for (const [allowanceId, amount] of promised) {
		const state = world.database.ledger.stateOf(allowanceId);
		const left = state ? state.granted - state.returned - state.charged : 0n;
		if (amount <= left) continue;
		throw new Violation("M1", `${amount} nano-USD are promised out of allowance ${allowanceId}, which has ${left}`);
	}
}

function promiseOf({ database, redisForgot, lostWithRedis }: World, call: CallRecord): [string, bigint] {
	const { hold, event, generationId, durable } = call;
	if (redisForgot && call.holder === "redis") return ["", 0n];
	// A record may be in the book, and posted, before its process hears of it.
	const row = database.usage.get(generationId);
	if (row && event) {
		const waits = row.transactionId === undefined && row.parked === undefined;
		return [event.allowanceId, waits ? row.event.chargeNanoUsd : 0n];
	}
	// What only the second log has is kept until it is late.
	if (!row && event && durable && !lostWithRedis.has(generationId)) {
		const late = database.ledger.isOver(event.allowanceId, TIMES.closedGraceMs);
		return [event.allowanceId, late ? 0n : event.chargeNanoUsd];
	}
	return hold && call.state === "begun" ? [hold.allowanceId, hold.amount] : ["", 0n];
}
