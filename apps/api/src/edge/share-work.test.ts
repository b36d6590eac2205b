import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { shareWork } from "./share-work.ts";
import { sleep } from "./sleep.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("work is done once for those who come meanwhile", async () => {
	const share = shareWork(sleep);
	let done = 0;
	const work = async () => ++done;
	expect(await Promise.all([share("a", work), share("a", work), share("b", work), share("a", work)])).toEqual([
		1, 1, 2, 1,
	]);
	expect(await share("a", work)).toBe(3);
});

it("its failure is everyone's, and the next one tries again", async () => {
	const share = shareWork(sleep);
	const fail = () => Promise.reject(new Error("away"));
	const outcomes = await Promise.allSettled([share("a", fail), share("a", fail)]);
	expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
	expect(await share("a", async () => "fine")).toBe("fine");
});

it("work whose request was lost is done by one who waited for it", async () => {
	const share = shareWork(sleep);
	void share("a", () => new Promise(() => {}));
	const waiting = share("a", async () => "fine");
	await vi.advanceTimersByTimeAsync(4_000);
	await expect(Promise.race([waiting, "not yet"])).resolves.toBe("not yet");
	await vi.advanceTimersByTimeAsync(1_000);
	expect(await waiting).toBe("fine");
});
