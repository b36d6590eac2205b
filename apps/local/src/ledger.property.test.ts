import { nanoUsd } from "@turnpike/money";
import { afterAll, beforeAll, expect, it } from "vitest";
import { LEDGER_SECONDS, LEDGER_SEED } from "./testing/env.ts";
import { LedgerWalk } from "./testing/ledger-walk.fixture.ts";
import { type Holder, type LedgerWorld, newId, openLedgerWorld, usageOf } from "./testing/ledger-world.fixture.ts";
import { Random } from "./testing/random.fixture.ts";

const STEPS = 60;
const DOLLAR = 1_000_000_000n;

let world: LedgerWorld;
beforeAll(async () => {
	world = await openLedgerWorld("ledger walks");
});
afterAll(() => world?.close());

/** What a day that ends in between does to daily budgets is the port's suites' to prove. */
const today = () => new Date().getUTCDate();

async function walk(seed: number): Promise<void> {
	const began = today();
	const walking = await LedgerWalk.begin(world, new Random(seed));
	try {
		for (let step = 0; step < STEPS && today() === began; step++) await walking.step();
		if (today() === began) await walking.end();
	} catch (error) {
		walking.abandon();
		if (today() !== began) return;
		throw new Error(
			`TEST_LEDGER_SEED=${seed} finds: ${error}\n${walking.trail}\n${world.troubles.slice(-5).join("\n")}`,
		);
	}
}

it("agrees with plain sums: every hold is served that can be, none that cannot, and in the end all is spent or back", {
	timeout: LEDGER_SECONDS * 1_000 + 240_000,
}, async () => {
	const until = performance.now() + LEDGER_SECONDS * 1_000;
	const first = LEDGER_SEED ?? Math.floor(Math.random() * 2 ** 31);
	let seeds = 0;
	do await walk(first + seeds++);
	while (LEDGER_SEED === undefined && performance.now() < until);
	console.info(
		`${seeds} walks of ${STEPS} steps from TEST_LEDGER_SEED=${first}${world.redis ? "" : ", none in Redis"}`,
	);
});

it("1,000 calls at once at 8 holders, in memory and in Redis, spend a dollar, and not a nano-dollar more", {
	timeout: 240_000,
}, async () => {
	const [payer] = await world.openPayers(1);
	if (!payer) throw new Error("nobody pays");
	await world.give(payer.accountId, DOLLAR);
	const stores = [newId(), newId()].map((id) => `{${id}}:`);
	const inRedis = [...stores, ...stores].flatMap((prefix) => world.openRedis(prefix) ?? []);
	const inMemory = Array.from({ length: 8 - inRedis.length }, () => world.openMemory());
	const holders: readonly Holder[] = [...inMemory, ...inRedis];
	let spent = 0n;
	const call = async (n: number, hold: bigint, charge: bigint) => {
		const holder = holders[n % holders.length];
		const outcome = await holder?.allowances.hold(payer, nanoUsd(hold));
		if (!outcome || "refused" in outcome) return false;
		const { held } = outcome;
		const named = { generationId: newId(), allowanceId: held.allowanceId, endUser: "", tags: [] };
		await world.log.append(usageOf(payer, { ...named, holdNanoUsd: held.amount }, charge));
		spent += charge;
		await holder?.allowances.settle(held, nanoUsd(charge));
		return true;
	};
	// Up to half a cent is held for each, half of which is charged: a dollar does not do for all.
	const price = (n: number) => 2_500_000n + BigInt((n * 7_919) % 2_500_000);
	const served = await Promise.all(Array.from({ length: 1_000 }, (_, n) => call(n, price(n), price(n) / 2n)));
	expect(served).toContain(true);
	expect(spent).toBeLessThanOrEqual(DOLLAR);
	// The last cent is spent to the end, wherever it lies idle.
	for (let n = 0; spent < DOLLAR; n++) {
		const left = DOLLAR - spent;
		const next = left < 5_000_000n ? left : 5_000_000n;
		const before = spent;
		for (let tries = 0; spent === before && tries < 5; tries++) await call(n, next, next);
		expect(spent, `${left} nano-dollars are left, and nobody may spend them`).toBeGreaterThan(before);
	}
	expect(await call(0, 1n, 1n)).toBe(false);
	for (const holder of holders) await holder.close();
	await world.post(payer.accountId);
	expect(await world.mistakes()).toEqual([]);
	const [account] = await world.sql`select available_nano_usd as available, reserved_nano_usd as reserved,
		posted_nano_usd as posted from account where id = ${payer.accountId}`;
	expect(account).toEqual({ available: 0n, reserved: 0n, posted: DOLLAR });
});
