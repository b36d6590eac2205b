import { expect, it } from "vitest";
import { Afterwards } from "./afterwards.ts";

it("what was added is over when it says so, what was added meanwhile too, failed or not", async () => {
	const afterwards = new Afterwards();
	const told: string[] = [];
	const soon = (what: string) => new Promise<void>((resolve) => setTimeout(() => resolve(void told.push(what)), 5));
	afterwards.add(
		soon("first").then(() => {
			afterwards.add(soon("second"));
			throw new Error("its own affair");
		}),
	);
	await afterwards.settled();
	expect(told).toEqual(["first", "second"]);
	await afterwards.settled();
});
