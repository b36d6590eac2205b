import { nanoUsd } from "@turnpike/money";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endHold, growHold, openPool, rotateWindow, takeHold, wantedBlock } from "./pool.ts";

const spender = { accountId: "acc", keyId: "key" };
const CENT = 10_000_000n;

function fundedPool(nano: bigint) {
	const pool = openPool(spender, "allowance", 0);
	pool.granted = nanoUsd(nano);
	pool.free = nanoUsd(nano);
	return pool;
}

describe("a pool", () => {
	it("refuses what it cannot cover, and leaves itself as it was", () => {
		const pool = fundedPool(10n);
		const hold = takeHold(pool, nanoUsd(6n), 0);
		expect(() => takeHold(pool, nanoUsd(5n), 0)).toThrow("out of 4 free");
		expect(() => takeHold(pool, nanoUsd(-1n), 0)).toThrow("-1");
		expect(() => growHold(pool, hold, nanoUsd(5n))).toThrow("out of 4 free");
		expect(() => growHold(pool, hold, nanoUsd(-1n))).toThrow("-1");
		expect(() => endHold(pool, hold, nanoUsd(7n), 0)).toThrow("hold of 6");
		expect(() => endHold(pool, hold, nanoUsd(-1n), 0)).toThrow("-1");
		expect(pool).toMatchObject({ free: 4n, held: 6n, spent: 0n, openHolds: 1 });
	});

	it("ends a hold once", () => {
		const pool = fundedPool(10n);
		const hold = takeHold(pool, nanoUsd(6n), 0);
		endHold(pool, hold, nanoUsd(0n), 0);
		expect(hold.state).toBe("released");
		expect(() => endHold(pool, hold, nanoUsd(0n), 0)).toThrow("released already");
		expect(() => growHold(pool, hold, nanoUsd(1n))).toThrow("cannot grow");
	});

	it("always splits its grant into free, held, spent and returned", () => {
		const moves = fc.array(fc.record({ do: fc.nat(3), nano: fc.bigInt({ min: 0n, max: 50n }), pick: fc.nat(9) }));
		fc.assert(
			fc.property(moves, (all) => {
				const pool = fundedPool(100n);
				const holds = [];
				for (const move of all) {
					const amount = nanoUsd(move.nano < pool.free ? move.nano : pool.free);
					const hold = holds[move.pick];
					if (move.do === 0) holds.push(takeHold(pool, amount, 0));
					else if (hold?.state !== "held") continue;
					else if (move.do === 1) growHold(pool, hold, amount);
					else endHold(pool, hold, nanoUsd(move.do === 2 ? 0n : (hold.amount * move.nano) / 50n), 0);
				}
				const open = holds.filter((hold) => hold.state === "held");
				expect(pool.free + pool.held + pool.spent + pool.returned).toBe(100n);
				expect(pool.held).toBe(open.reduce((sum, hold) => sum + hold.amount, 0n));
				expect(pool.openHolds).toBe(open.length);
			}),
		);
	});
});

describe("the block a pool asks for", () => {
	it("is five cents where nothing is known, and never less than the hold that asks", () => {
		expect(wantedBlock(fundedPool(0n), nanoUsd(1n))).toBe(5n * CENT);
		expect(wantedBlock(fundedPool(0n), nanoUsd(70n * CENT))).toBe(70n * CENT);
	});

	it("is what the last 30 s spent", () => {
		const pool = fundedPool(100n * CENT);
		endHold(pool, takeHold(pool, nanoUsd(40n * CENT), 0), nanoUsd(40n * CENT), 0);
		rotateWindow(pool, 29_999);
		expect(pool.spentNow).toBe(40n * CENT);
		rotateWindow(pool, 30_000);
		expect(pool).toMatchObject({ spentNow: 0n, spentBefore: 40n * CENT });
		expect(wantedBlock(pool, nanoUsd(1n))).toBe(40n * CENT);
		rotateWindow(pool, 60_000);
		expect(wantedBlock(pool, nanoUsd(1n))).toBe(5n * CENT);
	});

	it("is as much again as is held", () => {
		const pool = fundedPool(100n * CENT);
		takeHold(pool, nanoUsd(60n * CENT), 0);
		expect(wantedBlock(pool, nanoUsd(1n))).toBe(60n * CENT);
	});
});
