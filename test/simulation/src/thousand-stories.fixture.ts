import { expect, it } from "vitest";
import { prepare } from "./engine/settle.ts";
import { simulate } from "./simulate.ts";

const STORIES = 1_000;

/** A thousand short stories: most of what can go wrong needs few steps. Two files do it, so that two cores do. */
export async function thousandStories(first: number): Promise<void> {
	await prepare();
	it(`finds nothing wrong in ${STORIES} short stories from seed ${first}`, { timeout: 900_000 }, async () => {
		const { found } = await simulate({ seed: first, seeds: STORIES, steps: 15 });
		expect(found && { seed: found.seed, violation: found.played.violation?.message, steps: found.story.steps }).toBe(
			undefined,
		);
	});
}
