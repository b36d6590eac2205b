import type { UsageEvent, UsageLog } from "@turnpike/ledger";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeDurableUsage } from "./durable-usage.ts";

const event = { generationId: "one" } as UsageEvent;
const away = () => Promise.reject(Object.assign(new Error("away"), { code: "ECONNREFUSED" }));
const log = (write: () => Promise<void>): UsageLog => ({ append: write, checkpoint: write });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open(first: () => Promise<void>, second: (() => Promise<void>) | undefined, withdraw = async () => true) {
	const withdrawn: string[] = [];
	const told: string[] = [];
	let reachable = false;
	const usage = makeDurableUsage({
		first: log(first),
		second: second && log(second),
		probe: async () => {
			if (!reachable) await away();
		},
		withdraw: async ({ generationId }) => {
			withdrawn.push(generationId);
			return withdraw();
		},
		onTrouble: (what) => told.push(what),
	});
	const comeBack = () => {
		reachable = true;
	};
	const probing = setInterval(() => void usage.probe(), 500);
	return { usage, withdrawn, told, comeBack, stop: () => clearInterval(probing) };
}

describe("usage in two logs", () => {
	it("is durable when the second log has it", async () => {
		const { usage, withdrawn, stop } = open(away, async () => {});
		await usage.append(event);
		expect(usage.available()).toBe(true);
		expect(withdrawn).toEqual([]);
		stop();
	});

	it("is unavailable when neither has it, until the first answers again", async () => {
		const { usage, comeBack, stop } = open(away, away);
		await expect(usage.append(event)).rejects.toThrow("away");
		await vi.advanceTimersByTimeAsync(2_000);
		expect(usage.available()).toBe(false);
		comeBack();
		await vi.advanceTimersByTimeAsync(600);
		expect(usage.available()).toBe(true);
		stop();
	});

	it("is made free once the log is back, because its caller was told of an error", async () => {
		const { usage, withdrawn, comeBack, stop } = open(away, undefined);
		await expect(usage.append(event)).rejects.toThrow("away");
		expect(withdrawn).toEqual([]);
		comeBack();
		await vi.advanceTimersByTimeAsync(600);
		expect(withdrawn).toEqual(["one"]);
		stop();
	});

	it("is tried again where the log goes away meanwhile, and never holds up calls for a record nobody takes", async () => {
		let answers = 0;
		const withdraw = () => (answers++ === 0 ? away() : Promise.reject(new Error("refused")));
		const { usage, withdrawn, comeBack, stop } = open(away, undefined, withdraw);
		await expect(usage.append(event)).rejects.toThrow("away");
		comeBack();
		await vi.advanceTimersByTimeAsync(3_000);
		expect(withdrawn).toEqual(["one", "one"]);
		expect(usage.available()).toBe(true);
		stop();
	});

	it("says so where the failed answer was debited already", async () => {
		const { usage, told, comeBack, stop } = open(away, undefined, async () => false);
		await expect(usage.append(event)).rejects.toThrow("away");
		comeBack();
		await vi.advanceTimersByTimeAsync(600);
		expect(told).toContain("an answer that failed and was to be free");
		stop();
	});

	it("is unavailable to all who share what is known of the logs, and made free by whoever finds the first back", async () => {
		const outage = { available: true, given: [] };
		const withdrawn: string[] = [];
		const common = {
			second: undefined,
			withdraw: async (given: UsageEvent) => withdrawn.push(given.generationId) > 0,
			onTrouble: () => {},
			outage,
		};
		const lost = makeDurableUsage({ ...common, first: log(away), probe: away });
		await expect(lost.append(event)).rejects.toThrow("away");
		const later = makeDurableUsage({ ...common, first: log(async () => {}), probe: async () => {} });
		expect(later.available()).toBe(false);
		await later.probe();
		expect(later.available()).toBe(true);
		expect(withdrawn).toEqual(["one"]);
	});
});
