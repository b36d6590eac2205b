import { expect, it } from "vitest";
import { prepare } from "./engine/settle.ts";
import { simulate } from "./simulate.ts";

const STORIES = 500;

await prepare();

it(`finds nothing wrong in ${STORIES} short stories`, { timeout: 600_000 }, async () => {
	const { found } = await simulate({ seed: 1, seeds: STORIES, steps: 40 });
	expect(found && { seed: found.seed, violation: found.played.violation?.message, steps: found.story.steps }).toBe(
		undefined,
	);
});
