import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { askAgain } from "./ask-again.ts";

const failing = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Asks for what fails in these ways, then is answered. @returns how it ended, and how often it was asked. */
async function asking(...failures: readonly string[]): Promise<readonly [string, number]> {
	let times = 0;
	const answer = askAgain(() => {
		const code = failures[times++];
		return code === undefined ? Promise.resolve("answered") : failing(code);
	}).catch((error) => `failed with ${error.code}`);
	await vi.advanceTimersByTimeAsync(1_000);
	return [await answer, times];
}

it("asks again when the connection broke", async () => {
	expect(await asking()).toEqual(["answered", 1]);
	expect(await asking("ECONNRESET", "57P01", "CONNECTION_CLOSED")).toEqual(["answered", 4]);
});

it("tells that the database is away within a second", async () => {
	expect(await asking(...Array(9).fill("ECONNREFUSED"))).toEqual(["failed with ECONNREFUSED", 4]);
});

it("does not ask again what the database refuses, nor one that was waited for long enough", async () => {
	expect(await asking("23505")).toEqual(["failed with 23505", 1]);
	expect(await asking("CONNECT_TIMEOUT")).toEqual(["failed with CONNECT_TIMEOUT", 1]);
});

it("gives up what is not answered at all, and does not ask that again", async () => {
	let times = 0;
	let failure: unknown;
	askAgain(() => {
		times++;
		return new Promise(() => {});
	}).catch((error) => {
		failure = error;
	});
	await vi.advanceTimersByTimeAsync(9_999);
	expect(failure).toBeUndefined();
	await vi.advanceTimersByTimeAsync(1);
	expect(String(failure)).toContain("did not answer in time");
	await vi.advanceTimersByTimeAsync(30_000);
	expect(times).toBe(1);
});
