import { describe, expect, it } from "vitest";
import { aCall, aGeneration } from "../inference/examples.fixture.ts";
import { Drains } from "./drains.ts";
import { goesOnAlone } from "./goes-on-alone.ts";

const provider = (cancelStopsBilling: boolean) =>
	({ vendor: { cancelStopsBilling } }) as Parameters<typeof goesOnAlone>[2];
const generation = (stream: boolean, id = "gen_1") => aGeneration({ id, call: aCall({ stream }) });

describe("an answer that nobody waits for", () => {
	it.each([
		["a stream whose provider stops billing when it is closed", true, true, false],
		["a stream whose provider does not", true, false, true],
		["a whole answer", false, true, true],
	])("%s", (_, stream, cancelStopsBilling, goesOn) => {
		const drains = new Drains(1);
		expect(goesOnAlone({ drains }, generation(stream), provider(cancelStopsBilling))).toBe(goesOn);
		expect(drains.count).toBe(goesOn ? 1 : 0);
	});

	it("goes on only while there are not too many of them", () => {
		const drains = new Drains(1);
		const alone = (id: string) => goesOnAlone({ drains }, generation(false, id), provider(true));
		expect([alone("gen_1"), alone("gen_1"), alone("gen_2")]).toEqual([true, true, false]);
		drains.end("gen_1");
		expect(alone("gen_2")).toBe(true);
	});
});
