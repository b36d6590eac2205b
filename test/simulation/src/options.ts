import { parseArgs } from "node:util";

export interface Options {
	/** The first seed; the others follow it. */
	readonly seed: number;
	readonly seeds: number;
	readonly steps: number;
}

export const HELP = `npm run simulate -- [options]

Plays stories drawn from seeds: API processes, billing workers, Postgres, Redis and clocks in one process, in which messages
are lost, late, doubled and reordered, and processes die between any two steps. What must always be true of money is checked
all along. The first story in which it is not ends the run: its seed is printed, and the shortest story found that still
shows it.

  --seeds N   so many stories (default 200)
  --seed N    the first of their seeds (default: drawn, and printed)
  --steps N   things that happen in each (default 120)
  --help      this text

Exit code: 0; 1 when something was wrong; 2 for wrong use.
`;

const FLAGS = {
	seed: { type: "string" },
	seeds: { type: "string" },
	steps: { type: "string" },
	help: { type: "boolean" },
} as const;

/** The options of an argument list, or undefined when it asks for help. @throws with a sentence about what is wrong. */
export function parseOptions(args: readonly string[], drawSeed: () => number): Options | undefined {
	const { values } = parseArgs({ args: [...args], options: FLAGS, strict: true });
	if (values.help) return undefined;
	return {
		seed: values.seed === undefined ? drawSeed() : whole("--seed", values.seed, 0),
		// A seed that is named is looked at alone.
		seeds: whole("--seeds", values.seeds ?? (values.seed === undefined ? "200" : "1"), 1),
		steps: whole("--steps", values.steps ?? "120", 1),
	};
}

function whole(flag: string, text: string, least: number): number {
	const value = Number(text);
	if (Number.isSafeInteger(value) && value >= least) return value;
	throw new Error(`${flag}: ${text} is not a whole number from ${least}`);
}
