import { expect, it } from "vitest";
import { InFlight } from "./in-flight.ts";

it("a call counts until it is over, and saying so twice changes nothing", () => {
	const inFlight = new InFlight();
	const first = inFlight.enter();
	inFlight.enter();
	expect(inFlight.count).toBe(2);
	first();
	first();
	expect(inFlight.count).toBe(1);
});

it("idle waits for the last call, and for all who wait", async () => {
	const inFlight = new InFlight();
	const leave = [inFlight.enter(), inFlight.enter()];
	let idle = 0;
	const waiting = [1, 2].map(() => inFlight.idle().then(() => (idle += 1)));
	leave[0]?.();
	await Promise.resolve();
	expect(idle).toBe(0);
	leave[1]?.();
	await Promise.all(waiting);
	expect(idle).toBe(2);
});

it("idle is at once where nothing is in flight", async () => {
	const inFlight = new InFlight();
	inFlight.enter()();
	await expect(inFlight.idle()).resolves.toBeUndefined();
});
