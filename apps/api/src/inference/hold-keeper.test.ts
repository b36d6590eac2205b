import { nanoUsd } from "@turnpike/money";
import { describe, expect, it } from "vitest";
import { aCall, aHold, anAttempt, NANO_PER_OUTPUT_TOKEN, Purse } from "./examples.fixture.ts";
import { HoldKeeper } from "./hold-keeper.ts";
import { needOf } from "./needs.ts";

const EXTENSION = 4_096n * NANO_PER_OUTPUT_TOKEN;
const need = needOf(aCall({ stream: true }), anAttempt("openai"));

/** Lets everything already promised happen. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

function keeperOf(funds: bigint, ceiling?: bigint) {
	const purse = new Purse(funds);
	const hold = aHold(need.amount);
	const keeper = new HoldKeeper(purse, hold, need, ceiling === undefined ? undefined : nanoUsd(ceiling));
	return { purse, hold, keeper };
}

describe("a stream's hold", () => {
	it("is left alone while there is room", () => {
		const { purse, keeper } = keeperOf(EXTENSION);
		expect(keeper.keepAhead(4_096 - 1_024)).toBe(true);
		expect(purse.asked).toEqual([]);
	});

	it("is extended ahead, once and without waiting, when room runs low", async () => {
		const { purse, hold, keeper } = keeperOf(1_000_000_000n);
		expect(keeper.keepAhead(4_096 - 1_023)).toBe(true);
		expect(keeper.keepAhead(4_000)).toBe(true);
		await settled();
		expect(purse.asked).toEqual([EXTENSION]);
		expect(hold.amount).toBe(need.amount + EXTENSION);
		expect(keeper.keepAhead(8_191)).toBe(true);
	});

	it("makes the stream wait when it is used up, until the extension comes", async () => {
		const { purse, keeper } = keeperOf(0n);
		let grant = (_: boolean) => {};
		purse.extend = () => new Promise<boolean>((resolve) => (grant = resolve));
		let answer: boolean | undefined;
		const waiting = Promise.resolve(keeper.keepAhead(4_096)).then((more) => (answer = more));
		await settled();
		expect(answer).toBeUndefined();
		grant(true);
		expect(await waiting).toBe(true);
	});

	it("is extended as often as one large chunk needs", async () => {
		const { purse, keeper } = keeperOf(1_000_000_000n);
		expect(await keeper.keepAhead(9_000)).toBe(true);
		expect(purse.asked).toHaveLength(2);
	});

	it("is never extended beyond what the call can produce", async () => {
		const { purse, hold, keeper } = keeperOf(1_000_000_000n);
		await keeper.keepAhead(9_000);
		expect(hold.amount).toBe(needOf(aCall(), need.attempt).amount);
		expect(keeper.keepAhead(1_000_000)).toBe(true);
		expect(purse.asked).toHaveLength(2);
	});
});

describe("a stream whose hold cannot be extended", () => {
	it("goes on with what it has, then ends, and asks no more", async () => {
		const { purse, keeper } = keeperOf(EXTENSION - 1n);
		expect(keeper.keepAhead(3_500)).toBe(true);
		await settled();
		expect(keeper.keepAhead(4_095)).toBe(true);
		expect(keeper.keepAhead(4_096)).toBe(false);
		expect(purse.asked).toHaveLength(1);
	});

	it("ends where the refusal comes while it waits", async () => {
		expect(await keeperOf(0n).keeper.keepAhead(4_096)).toBe(false);
	});

	it("ends where the store cannot be asked", async () => {
		const { purse, keeper } = keeperOf(1_000_000_000n);
		purse.extend = () => Promise.reject(new Error("away"));
		expect(await keeper.keepAhead(4_096)).toBe(false);
	});

	it("ends at its caller's ceiling, to the nano-dollar", async () => {
		const { purse, hold, keeper } = keeperOf(1_000_000_000n, need.amount + 100n * NANO_PER_OUTPUT_TOKEN - 1n);
		expect(await keeper.keepAhead(4_096)).toBe(true);
		expect(purse.asked).toEqual([99n * NANO_PER_OUTPUT_TOKEN]);
		expect(await keeper.keepAhead(4_096 + 99)).toBe(false);
		expect(hold.amount).toBe(need.amount + 99n * NANO_PER_OUTPUT_TOKEN);
		const at = keeperOf(1_000_000_000n, need.amount);
		expect(await at.keeper.keepAhead(4_096)).toBe(false);
		expect(at.purse.asked).toEqual([]);
	});

	it("asks for nothing once its hold has ended", async () => {
		const { purse, hold, keeper } = keeperOf(1_000_000_000n);
		purse.settle(hold, nanoUsd(0n));
		expect(await keeper.keepAhead(4_096)).toBe(false);
		expect(purse.asked).toEqual([]);
	});
});
