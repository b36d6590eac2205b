import { describe, expect, it } from "vitest";
import { prepare } from "./engine/settle.ts";
import { MUTATIONS } from "./mutations.ts";
import { simulate } from "./simulate.ts";
import { drawStory } from "./story/draw-story.ts";
import { play } from "./story/play.ts";
import { PRODUCTION } from "./world/parts.ts";

await prepare();

describe("the simulation", () => {
	it("finds nothing wrong", { timeout: 300_000 }, async () => {
		const { found, endings } = await simulate({ seed: 1, seeds: 16, steps: 80 });
		expect(found && { seed: found.seed, violation: found.played.violation?.message, steps: found.story.steps }).toBe(
			undefined,
		);
		for (const ending of ["answered", "errored", "left", "lost", "refused: insufficient_credits"]) {
			expect(endings[ending], ending).toBeGreaterThan(3);
		}
	});

	it("plays a story the same way every time", { timeout: 60_000 }, async () => {
		const story = drawStory(69, 80);
		const [once, again] = [await play(story), await play(story)];
		expect(again).toEqual(once);
		expect(once.lines.length).toBeGreaterThan(50);
	});
});

describe("what is wrong on purpose is found", () => {
	for (const { name, breaks, parts, from = 1 } of MUTATIONS) {
		it(`${breaks}: ${name}`, { timeout: 300_000 }, async () => {
			const mutated = { ...PRODUCTION, ...parts };
			const { found } = await simulate({ seed: from, seeds: 150, steps: 80, parts: mutated, shrinks: false });
			expect(found?.played.violation?.message).toMatch(new RegExp(`^${breaks}: `));
		});
	}
});
