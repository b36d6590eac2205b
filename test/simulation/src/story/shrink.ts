import type { Parts } from "../world/parts.ts";
import { type Played, play } from "./play.ts";
import type { Story } from "./step.ts";

/** Runs that looking for a shorter story may take. */
const MOST_TRIES = 120;

export interface Shrunk {
	readonly story: Story;
	readonly played: Played;
}

/**
 * Leaves out steps of a story as long as the same invariant is broken without them: halves first, single ones at last.
 *
 * @param played how the whole story ended: with a violation.
 */
export async function shrink(story: Story, played: Played, parts?: Parts): Promise<Shrunk> {
	let best: Shrunk = { story, played };
	let tries = 0;
	for (let size = Math.ceil(story.steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
		for (let from = 0; from < best.story.steps.length && tries < MOST_TRIES; tries++) {
			const steps = best.story.steps.filter((_, at) => at < from || at >= from + size);
			const shorter = { ...story, steps };
			const again = await play(shorter, parts);
			if (again.violation?.invariant === played.violation?.invariant) best = { story: shorter, played: again };
			else from += size;
		}
	}
	return best;
}
