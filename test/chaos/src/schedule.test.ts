import { describe, expect, it } from "vitest";
import { scheduleKills } from "./schedule.ts";
import { seededRandom } from "./seeded-random.ts";

const victims = ["api-1", "api-2", "postgres"];

describe("scheduleKills", () => {
	it("replays by its seed", () => {
		expect(scheduleKills(seededRandom(42), victims, 10, 8)).toEqual(scheduleKills(seededRandom(42), victims, 10, 8));
	});

	it("gives every victim a turn before any has its second", () => {
		const schedule = scheduleKills(seededRandom(9), victims, 10, 6).map((kill) => kill.victim);
		expect(new Set(schedule.slice(0, 3))).toEqual(new Set(victims));
		expect(new Set(schedule.slice(3))).toEqual(new Set(victims));
	});

	it("keeps kills in order and inside the run", () => {
		const times = scheduleKills(seededRandom(1), victims, 4, 10).map((kill) => kill.atMs);
		expect(times).toEqual([...times].sort((a, b) => a - b));
		expect(Math.max(...times)).toBeLessThanOrEqual(4_000);
	});

	it("kills nothing when asked for no kills", () => {
		expect(scheduleKills(seededRandom(1), victims, 4, 0)).toEqual([]);
	});
});
