import { nanoUsd } from "@turnpike/money";
import { describe, expect, it } from "vitest";
import type { Standing } from "./block-store.ts";
import { wantedBlock } from "./wanted-block.ts";

function standing(recent: bigint, held: bigint): Standing {
	const zero = nanoUsd(0n);
	const amounts = { granted: zero, free: zero, recent: nanoUsd(recent), held: nanoUsd(held) };
	return { kind: "granting", allowanceId: "a", holderId: "h", ...amounts };
}

describe("the block that a grant would do well to bring", () => {
	it("is 5 cents for a key that has not spent yet", () => {
		expect(wantedBlock(standing(0n, 0n), nanoUsd(1n))).toBe(50_000_000n);
	});

	it("follows what was spent lately, or is held now", () => {
		expect(wantedBlock(standing(300_000_000n, 0n), nanoUsd(1n))).toBe(300_000_000n);
		expect(wantedBlock(standing(0n, 400_000_000n), nanoUsd(1n))).toBe(400_000_000n);
	});

	it("is never less than the hold that asks, and never so much that Lua could not count it", () => {
		expect(wantedBlock(standing(0n, 0n), nanoUsd(70_000_000n))).toBe(70_000_000n);
		expect(wantedBlock(standing(2n ** 60n, 0n), nanoUsd(1n))).toBe(2n ** 50n);
	});
});
