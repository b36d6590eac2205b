import type { Random } from "./seeded-random.ts";

/** One kill, decided before the run. */
export interface Kill {
	/** Milliseconds after the load began. */
	readonly atMs: number;
	readonly victim: string;
	/** How long it stays dead before it is started again. */
	readonly downMs: number;
}

const LONGEST_DOWN_MS = 700;

/**
 * Spreads kills over a run: one somewhere in each equal slice of it. Every victim has its turn, in random order, before
 * any has its second. The same seed, length and victims make the same schedule.
 */
export function scheduleKills(random: Random, victims: readonly string[], seconds: number, kills: number): Kill[] {
	const slice = (seconds * 1_000) / Math.max(kills, 1);
	let turns: string[] = [];
	return Array.from({ length: kills }, (_, index) => {
		if (turns.length === 0) turns = random.shuffled(victims);
		const victim = turns.pop() ?? "";
		return {
			atMs: Math.round((index + random.next()) * slice),
			victim,
			downMs: random.between(0, LONGEST_DOWN_MS),
		};
	});
}
