import { expect, test } from "vitest";
import { type ServerEvent, supervise } from "./supervise.ts";

test("a server that dies is restarted, after as many attempts as it takes, and each step is told", async () => {
	const events: ServerEvent[] = [];
	const alive = new Set([1]);
	let attempts = 0;
	const supervision = supervise({
		pid: 1,
		isAlive: async (pid) => alive.has(pid),
		restart: async () => {
			attempts++;
			if (attempts < 3) throw new Error(`attempt ${attempts}`);
			alive.add(2);
			return 2;
		},
		onEvent: (event) => events.push(event),
	});
	alive.delete(1);
	await expect.poll(() => events.length, { timeout: 5_000 }).toBe(4);
	expect(events).toMatchObject([
		{ type: "died", pid: 1 },
		{ type: "restart_failed", reason: "attempt 1", next_try_ms: 100 },
		{ type: "restart_failed", reason: "attempt 2", next_try_ms: 200 },
		{ type: "restarted", pid: 2 },
	]);
	expect(await supervision.end()).toBe(2);
});

test("the end of the watch waits for a restart under way and names the server it brought", async () => {
	const restart = Promise.withResolvers<number>();
	const supervision = supervise({
		pid: 1,
		isAlive: async (pid) => pid !== 1,
		restart: () => restart.promise,
		onEvent: () => {},
	});
	await new Promise((done) => setTimeout(done, 20));
	const ended = supervision.end();
	restart.resolve(7);
	expect(await ended).toBe(7);
});

test("no server is started once the watch has ended", async () => {
	let restarts = 0;
	let alive = true;
	const supervision = supervise({
		pid: 1,
		isAlive: async () => alive,
		restart: async () => ++restarts,
		onEvent: () => {},
	});
	await supervision.end();
	alive = false;
	await new Promise((done) => setTimeout(done, 250));
	expect(restarts).toBe(0);
});
