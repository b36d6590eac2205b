import { describe, expect, it } from "vitest";
import { limitsContract } from "./contract/limits.contract.ts";
import { SLOT_TTL_MS } from "./limits.ts";
import { MemoryLimits } from "./memory-limits.ts";

let nowMs = 0;
const now = () => nowMs;

limitsContract("memory", {
	open: () => new MemoryLimits({ now }),
	now,
	advance: (ms) => {
		nowMs += ms;
	},
	slotTtlMs: SLOT_TTL_MS,
	runs: 200,
	maxStepMs: 20_000,
	maxLimit: 1200,
});

describe("MemoryLimits", () => {
	it("answers without a promise", () => {
		const limits = new MemoryLimits({ now });
		expect(limits.admit({ keyId: "key", permitId: "gen", requestsPerMinute: 1 })).toHaveProperty("permit");
	});

	it("keeps nothing of a key without limits", () => {
		const limits = new MemoryLimits({ now });
		limits.admit({ keyId: "key", permitId: "gen" });
		expect(limits.size).toBe(0);
	});

	it("forgets keys that are unspent and idle, as others come", () => {
		const limits = new MemoryLimits({ now });
		for (let n = 0; n < 10_000; n++) {
			nowMs += 10;
			limits.admit({ keyId: `key_${n}`, permitId: "gen", requestsPerMinute: 60 });
		}
		// A key is spent for one second after one request: 100 of them at 10 ms apart, and as many not yet looked at.
		expect(limits.size).toBeLessThan(300);
	});

	it("keeps a key as long as a call of it runs", () => {
		const limits = new MemoryLimits({ now });
		limits.admit({ keyId: "busy", permitId: "gen", maxConcurrent: 1 });
		nowMs += SLOT_TTL_MS - 1000;
		for (let n = 0; n < 1000; n++) limits.admit({ keyId: "other", permitId: `gen_${n}`, requestsPerMinute: 1000 });
		expect(limits.admit({ keyId: "busy", permitId: "gen_2", maxConcurrent: 1 })).toHaveProperty("refused");
	});
});
