import type { UsageEvent, UsageLog } from "@turnpike/ledger";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeDurableUsage } from "./durable-usage.ts";

const event = { generationId: "one" } as UsageEvent;
const away = () => Promise.reject(Object.assign(new Error("away"), { code: "ECONNREFUSED" }));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A log that is away or there, and notes what it took. */
class NotedLog implements UsageLog {
	isAway = true;
	refuses = false;
	readonly taken: string[] = [];
	readonly append = (event: UsageEvent) => this.#take("append", event);
	readonly checkpoint = (event: UsageEvent) => this.#take("checkpoint", event);
	withdraw = (event: UsageEvent) => this.#take("withdraw", event);

	async #take(what: string, { generationId }: UsageEvent): Promise<void> {
		if (this.isAway) await away();
		if (this.refuses) throw new Error("refused");
		this.taken.push(`${what} ${generationId}`);
	}
}

function open(logs: 1 | 2, given: UsageEvent[] = []) {
	const [first, second] = [new NotedLog(), new NotedLog()];
	const told: string[] = [];
	const noted: string[] = [];
	const usage = makeDurableUsage({
		first,
		second: logs === 2 ? second : undefined,
		probe: async () => {
			if (first.isAway) await away();
		},
		journal: {
			note: async ({ generationId }) => void noted.push(`note ${generationId}`),
			forget: async ({ generationId }) => void noted.push(`forget ${generationId}`),
		},
		onTrouble: (what) => told.push(what),
		outage: { available: true, given },
	});
	const probing = setInterval(() => void usage.probe(), 500);
	return { usage, first, second, told, noted, stop: () => clearInterval(probing) };
}

const giveUp = (usage: UsageLog) => expect(usage.append(event)).rejects.toThrow("away");

describe("usage in two logs", () => {
	it("is durable when the second log has it", async () => {
		const { usage, second, noted, stop } = open(2);
		second.isAway = false;
		await usage.append(event);
		expect([usage.available(), second.taken, noted]).toEqual([true, ["append one"], []]);
		stop();
	});

	it("is unavailable when neither has it, until one of them answers again", async () => {
		for (const which of ["first", "second"] as const) {
			const world = open(2);
			await giveUp(world.usage);
			await vi.advanceTimersByTimeAsync(2_000);
			expect(world.usage.available()).toBe(false);
			world[which].isAway = false;
			await vi.advanceTimersByTimeAsync(600);
			expect(world.usage.available()).toBe(true);
			world.stop();
		}
	});
});

describe("a checkpoint that no log took", () => {
	it("is no outage where the first log answers, and is one where it does not", async () => {
		for (const isAway of [false, true]) {
			const { usage, first, stop } = open(1);
			first.isAway = isAway;
			first.refuses = true;
			await expect(usage.checkpoint(event)).rejects.toThrow();
			expect(usage.available()).toBe(!isAway);
			stop();
		}
	});
});

describe("usage that was given up", () => {
	it("is withdrawn in whichever log answers first, once: its caller was told of an error", async () => {
		for (const which of ["first", "second"] as const) {
			const world = open(2);
			await giveUp(world.usage);
			world[which].isAway = false;
			await vi.advanceTimersByTimeAsync(3_000);
			expect(world[which].taken).toEqual(["withdraw one"]);
			world.stop();
		}
	});

	it("stays given up while both are away, however they say so", async () => {
		const world = open(2);
		world.second.withdraw = () => Promise.reject(new Error("some client's own words for being away"));
		await giveUp(world.usage);
		await vi.advanceTimersByTimeAsync(3_000);
		world.first.isAway = false;
		await vi.advanceTimersByTimeAsync(600);
		expect(world.first.taken).toEqual(["withdraw one"]);
		world.stop();
	});

	it("is in the journal from before the caller is told until a log has its withdrawal", async () => {
		const { usage, first, noted, stop } = open(1);
		await giveUp(usage);
		expect(noted).toEqual(["note one"]);
		first.isAway = false;
		await vi.advanceTimersByTimeAsync(600);
		expect(noted).toEqual(["note one", "forget one"]);
		stop();
	});

	it("by an earlier process is withdrawn by this one", async () => {
		const { first, stop } = open(1, [event]);
		first.isAway = false;
		await vi.advanceTimersByTimeAsync(600);
		expect(first.taken).toEqual(["withdraw one"]);
		stop();
	});

	it("never holds up calls for a withdrawal nobody takes", async () => {
		const { usage, first, told, stop } = open(1);
		await giveUp(usage);
		first.isAway = false;
		first.refuses = true;
		await vi.advanceTimersByTimeAsync(600);
		first.refuses = false;
		await vi.advanceTimersByTimeAsync(3_000);
		expect(told).toContain("a withdrawal");
		expect(first.taken).toEqual([]);
		await usage.append(event);
		stop();
	});

	it("is unavailable to all who share what is known of the logs, and withdrawn by whoever finds one back", async () => {
		const outage = { available: true, given: [] };
		const common = { second: undefined, onTrouble: () => {}, outage };
		const lost = makeDurableUsage({ ...common, first: new NotedLog(), probe: away });
		await giveUp(lost);
		const first = new NotedLog();
		first.isAway = false;
		const later = makeDurableUsage({ ...common, first, probe: async () => {} });
		expect(later.available()).toBe(false);
		await later.probe();
		expect(later.available()).toBe(true);
		expect(first.taken).toEqual(["withdraw one"]);
	});
});
