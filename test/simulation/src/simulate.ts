import { drawStory } from "./story/draw-story.ts";
import { play } from "./story/play.ts";
import { type Shrunk, shrink } from "./story/shrink.ts";
import { type Parts, PRODUCTION } from "./world/parts.ts";

export interface Simulated {
	/** Stories that were played. */
	readonly stories: number;
	/** How calls ended, over all of them. */
	readonly endings: Readonly<Record<string, number>>;
	readonly found: (Shrunk & { readonly seed: number }) | undefined;
}

export interface Simulation {
	readonly seed: number;
	readonly seeds: number;
	readonly steps: number;
	readonly parts?: Parts;
	/** Told after each story. */
	readonly onStory?: (seed: number) => void;
	/** Whether to look for a shorter story of what was found. */
	readonly shrinks?: boolean;
}

/** Plays the stories of seeds, one after another, until something is wrong. */
export async function simulate({
	seed: first,
	seeds,
	steps,
	parts = PRODUCTION,
	onStory = () => {},
	shrinks = true,
}: Simulation): Promise<Simulated> {
	const endings: Record<string, number> = {};
	for (let seed = first; seed < first + seeds; seed++) {
		const story = drawStory(seed, steps);
		const played = await play(story, parts);
		for (const [name, count] of Object.entries(played.endings)) endings[name] = (endings[name] ?? 0) + count;
		if (played.violation) {
			const found = shrinks ? await shrink(story, played, parts) : { story, played };
			return { stories: seed - first + 1, endings, found: { seed, ...found } };
		}
		onStory(seed);
	}
	return { stories: seeds, endings, found: undefined };
}
