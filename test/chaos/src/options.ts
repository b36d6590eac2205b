import { parseArgs } from "node:util";

export type Mode = "one" | "split" | "redis";
export type Scenario = Mode | "drain" | "overspend" | "dollar" | "away" | "stuck";

/** What the command line asked for, checked. */
export interface Options {
	readonly scenarios: readonly Scenario[];
	readonly seed: number;
	/** Seconds of load under kills, in each mode. */
	readonly seconds: number;
	/** Kills in each mode. */
	readonly kills: number;
	readonly callers: number;
	/** Calls at once in dollar, and the APIs that get them. */
	readonly calls: number;
	readonly instances: number;
	readonly json: boolean;
	/** Keep data directories and logs although everything was right. */
	readonly keep: boolean;
}

export const HELP = `npm run chaos -- [options]

Runs load on real processes and a real Postgres, kills them with -9 at random, and then counts what went wrong: answers
without a debit, double debits, charges over their hold, credit left over, differences in the audit. All of it must be 0.
Without options about two minutes.

  --mode M[,M]   one:   one process with its embedded Postgres
                 split: three APIs, two billing workers and Postgres, each on its own
                 redis: split, with holds in a Redis that dies and is wiped too
                 drain: SIGTERM in the middle of 60 streams
                 overspend: 500 calls at once on a balance of $0.05
                 dollar: 1,000 calls at once on $1 over eight APIs, holding in memory and in Redis
                 away: Postgres is killed whenever it comes back, for --seconds
                 stuck: commits hang for longer than an answer waits for them
                 all (default)
  --seed N       makes the same schedule of kills and the same calls again (default: drawn, and printed)
  --seconds N    seconds of load in each of one, split, redis and away (default 20)
  --kills N      kills in each of them (default: one in 2.5 seconds)
  --callers N    callers at work at once (default 40)
  --calls N      calls at once in dollar, a tenth of a cent of balance for each (default 1000)
  --instances N  APIs in dollar (default 8)
  --keep         keep the data directories and logs of a run that was right
  --json         one JSON object on standard output
  --help         this text

Exit code: 0; 1 when a count is not 0; 2 for wrong use.
`;

const MODES: readonly Scenario[] = ["one", "split", "redis", "drain", "overspend", "dollar", "away", "stuck"];
const MS_BETWEEN_KILLS = 2_500;

/** The options of an argument list, or undefined when it asks for help. @throws with a sentence about what is wrong. */
export function parseOptions(args: readonly string[], drawSeed: () => number): Options | undefined {
	const { values } = parseArgs({ args: [...args], options: FLAGS, strict: true });
	if (values.help) return undefined;
	const seconds = positive("--seconds", values.seconds ?? "20");
	return {
		scenarios: scenariosOf(values.mode ?? "all"),
		seed: values.seed === undefined ? drawSeed() : whole("--seed", values.seed),
		seconds,
		kills:
			values.kills === undefined ? Math.ceil((seconds * 1_000) / MS_BETWEEN_KILLS) : whole("--kills", values.kills),
		callers: Math.ceil(positive("--callers", values.callers ?? "40")),
		calls: Math.ceil(positive("--calls", values.calls ?? "1000")),
		instances: Math.ceil(positive("--instances", values.instances ?? "8")),
		json: values.json === true,
		keep: values.keep === true,
	};
}

const FLAGS = {
	mode: { type: "string" },
	seed: { type: "string" },
	seconds: { type: "string" },
	kills: { type: "string" },
	callers: { type: "string" },
	calls: { type: "string" },
	instances: { type: "string" },
	keep: { type: "boolean" },
	json: { type: "boolean" },
	help: { type: "boolean" },
} as const;

function scenariosOf(text: string): readonly Scenario[] {
	if (text === "all") return MODES;
	return text.split(",").map((name) => {
		const found = MODES.find((mode) => mode === name);
		if (!found) throw new Error(`--mode: ${name} is none of ${MODES.join(", ")}, all`);
		return found;
	});
}

function positive(flag: string, text: string): number {
	const value = Number(text);
	if (!Number.isFinite(value) || value <= 0) throw new Error(`${flag}: ${text} is not a positive number`);
	return value;
}

function whole(flag: string, text: string): number {
	const value = Number(text);
	if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${flag}: ${text} is not a whole number`);
	return value;
}
