import { HOUSE } from "@turnpike/ledger";
import type { CallRecord } from "../actors/calls.ts";
import type { UsageRow } from "../stores/database.ts";
import type { World } from "../world/world.ts";
import { checkPaymentsRest } from "./check-payments.ts";
import { demand } from "./demand.ts";

/** What must be true when everything has come to rest: nothing is on its way, set aside, lost, doubled or made up. */
export function checkRest(world: World): void {
	for (const [id, row] of world.database.usage) checkRow(world, id, row);
	for (const call of world.calls) checkCall(world, call);
	for (const accountId of world.accounts) checkAccount(world, accountId);
	checkSums(world);
	checkPaymentsRest(world);
}

function checkAccount({ database }: World, accountId: string): void {
	const { ledger, entries } = database;
	const reserved = ledger.reserved(accountId);
	demand("M7", reserved === 0n, `${reserved} nano-USD of ${accountId} stay set aside`);
	const open = ledger.openAllowances(accountId);
	demand("M7", open === 0, `${open} allowances of ${accountId} stay open`);
	const [balance, stands] = [entries.balance(accountId), ledger.available(accountId) - ledger.debt(accountId)];
	demand("M2", balance === stands, `${accountId} stands at ${stands}, its entries sum to ${balance}`);
}

function checkCall(world: World, call: CallRecord): void {
	const { generationId: id, event, state } = call;
	const row = world.database.usage.get(id);
	const net = netOf(world, id);
	demand("M7", state !== "begun", `${id} never ended`);
	const lost = world.lostWithRedis.has(id);
	demand("M3", row !== undefined || !call.durable || lost, `the record of ${id} was durable, and is not in the book`);
	const known = row !== undefined || !call.checkpointed || world.checkpointsLost.has(id);
	demand("M3", known, `a state of ${id} was durable, and it is not in the book`);
	demand("M9", net <= call.most, `${id} was charged ${net}, and held ${call.most} at most`);
	const houseMayPay = row?.late === true || (world.redisForgot && call.holder === "redis");
	const [due, posted] = [row?.event.chargeNanoUsd ?? 0n, row?.posted ?? 0n];
	demand("M3", posted === due || houseMayPay, `${id} is to be charged ${due}, and was debited ${posted}`);
	switch (state) {
		case "refused":
			demand("M9", row === undefined, `${id} was refused, and has a record`);
			return;
		case "errored":
			demand("M9", net === 0n, `${id} ended with an error, and was charged ${net}`);
			return;
		case "answered": {
			const told = event?.chargeNanoUsd ?? 0n;
			demand(
				"M3",
				net === told || ((houseMayPay || lost) && net < told),
				`${id} was told ${told} nano-USD, and charged ${net}`,
			);
			return;
		}
		default:
	}
}

function checkRow(world: World, id: string, row: UsageRow): void {
	const { event, parked, posted, overrun, transactionId } = row;
	const wrong = world.poison.has(id);
	demand(
		"M11",
		(parked !== undefined) === wrong,
		wrong ? `${id} is wrong, and not parked` : `${id} is parked: ${parked}`,
	);
	if (wrong) {
		demand("M11", posted === 0n, `${id} is parked, and charged ${posted}`);
		return;
	}
	demand("M11", transactionId !== undefined, `${id} was never posted`);
	const { input = 0, output = 0 } = event.usage;
	// The price again, by arithmetic that shares nothing with the code that charged it.
	const price = (BigInt(input) * 1_234_567n + BigInt(output) * 9_876_543_211n) / 1_000n;
	demand("M5", posted + overrun === price, `${id} has a price of ${price}, and ${posted} + ${overrun} were posted`);
	demand("M1", posted <= event.holdNanoUsd, `${id} was charged ${posted}, and held ${event.holdNanoUsd}`);
	demand("M3", !row.spared, `${id} was charged ${posted} of ${event.chargeNanoUsd}, and there was more to take`);
}

function checkSums({ database, calls, poison, garbled }: World): void {
	const { usage, rollups, entries, checkpoints, ledger } = database;
	demand("M7", checkpoints.size === 0, `checkpoints of lost streams are left: ${[...checkpoints.keys()].join(", ")}`);
	demand("M7", ledger.liveHolders().length === 0, `holders live on: ${ledger.liveHolders().join(", ")}`);
	const posted = sum([...usage.values()].map((row) => row.posted));
	const rolledUp = sum([...rollups.values()]);
	demand("M10", posted === rolledUp, `${posted} nano-USD are posted, ${rolledUp} in the rollups`);
	const known = new Set(calls.map(({ generationId }) => generationId));
	for (const id of usage.keys()) demand("M3", known.has(id) || poison.has(id), `${id} is no generation of anybody`);
	for (const raw of garbled) demand("M11", database.unreadable.has(raw), `${raw} cannot be read, and was not kept`);
	let total = 0n;
	for (const lines of entries.transactions.values()) for (const { amount } of lines) total += amount;
	demand("M2", total === 0n, `all entries sum to ${total}`);
	const revenue = entries.balance(HOUSE.revenue);
	const prices = sum([...usage.values()].map((row) => row.posted + row.overrun));
	demand("M2", revenue === prices, `revenue is ${revenue}, what was posted ${prices}`);
}

/** What a generation's customer paid in the end. */
function netOf({ database }: World, id: string): bigint {
	const givenBack = database.entries.transactions.get(`withdrawal:${id}`)?.[0]?.amount ?? 0n;
	return (database.usage.get(id)?.posted ?? 0n) - givenBack;
}

function sum(amounts: readonly bigint[]): bigint {
	return amounts.reduce((total, amount) => total + amount, 0n);
}
