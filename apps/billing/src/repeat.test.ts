import { expect, it } from "vitest";
import { repeat } from "./repeat.ts";

const soon = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms));

it("runs at once while there is more, then after the pause", async () => {
	let runs = 0;
	const task = repeat(
		async () => ++runs < 5,
		10_000,
		() => {},
	);
	await soon(20);
	expect(runs).toBe(5);
	await task.stop();
});

it("never runs twice at once, however often it is nudged", async () => {
	let at = 0;
	let most = 0;
	const task = repeat(
		async () => {
			most = Math.max(most, ++at);
			await soon(3);
			at -= 1;
			return false;
		},
		10_000,
		() => {},
	);
	for (let n = 0; n < 10; n++) {
		task.nudge();
		await soon(1);
	}
	await task.stop();
	expect(most).toBe(1);
});

it("runs soon after a nudge, and a nudge during a run is not lost", async () => {
	let runs = 0;
	const task = repeat(
		async () => {
			runs += 1;
			await soon(10);
			return false;
		},
		10_000,
		() => {},
	);
	await soon(2);
	task.nudge();
	await soon(30);
	expect(runs).toBe(2);
	task.nudge();
	await soon(20);
	expect(runs).toBe(3);
	await task.stop();
});

it("reports a failure and goes on", async () => {
	const troubles: unknown[] = [];
	let runs = 0;
	const task = repeat(
		async () => {
			runs += 1;
			throw new Error(`run ${runs}`);
		},
		1,
		(error) => troubles.push(error),
	);
	await soon(30);
	await task.stop();
	expect(runs).toBeGreaterThan(2);
	expect(troubles).toHaveLength(runs);
});

it("has ended when stop resolves", async () => {
	let running = false;
	const task = repeat(
		async () => {
			running = true;
			await soon(10);
			running = false;
			return true;
		},
		1,
		() => {},
	);
	await soon(5);
	await task.stop();
	expect(running).toBe(false);
	await soon(20);
	expect(running).toBe(false);
});
