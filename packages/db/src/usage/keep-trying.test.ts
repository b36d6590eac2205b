import { expect, test } from "vitest";
import { keepTrying } from "./keep-trying.ts";

const away = Object.assign(new Error("away"), { code: "CONNECTION_CLOSED" });
const wrong = Object.assign(new Error("wrong"), { code: "23514" });

/** Work that ends as told, try by try; what happened last happens again. */
function worker(...fates: readonly (Error | "well" | "hangs")[]) {
	const tries: number[] = [];
	const work = async () => {
		const fate = fates[Math.min(tries.length, fates.length - 1)];
		tries.push(performance.now());
		if (fate === "hangs") await new Promise(() => {});
		if (fate instanceof Error) throw fate;
	};
	return { tries, work };
}

const soon = (ms: number) => performance.now() + ms;

test("what works is done once", async () => {
	const { tries, work } = worker("well");
	await keepTrying(work, soon(1_000));
	expect(tries).toHaveLength(1);
});

test("it is tried again while the database is away, with longer and longer pauses", async () => {
	const { tries, work } = worker(away, away, away, "well");
	await keepTrying(work, soon(5_000));
	expect(tries).toHaveLength(4);
	const [first = 0, second = 0, third = 0, fourth = 0] = tries;
	expect(second - first).toBeGreaterThanOrEqual(19);
	expect(third - second).toBeGreaterThanOrEqual(39);
	expect(fourth - third).toBeGreaterThanOrEqual(79);
});

test("what the database refuses is not tried again", async () => {
	const { tries, work } = worker(wrong);
	await expect(keepTrying(work, soon(5_000))).rejects.toBe(wrong);
	expect(tries).toHaveLength(1);
});

test("it throws what the last try threw when there is no time for another", async () => {
	const last = Object.assign(new Error("still away"), { code: "ECONNREFUSED" });
	const { work } = worker(away, last);
	await expect(keepTrying(work, soon(200))).rejects.toBe(last);
});

test("what does not answer is given up in time", async () => {
	const { tries, work } = worker("hangs");
	await expect(keepTrying(work, soon(100))).rejects.toMatchObject({ code: "COMMIT_TIMEOUT" });
	expect(tries).toHaveLength(1);
});
