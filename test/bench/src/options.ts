import { parseArgs } from "node:util";

/** What the command line asked for, checked. */
export type Options = {
	readonly json: boolean;
	/** Requests of each kind that a target answers before anything is timed. */
	readonly warmRequests: number;
	readonly seconds: number;
	readonly rounds: number;
	readonly workloads: readonly Workload[];
	readonly generations: number;
	readonly jsonRates: readonly number[];
	readonly streamRates: readonly number[];
	readonly connections: number;
	readonly targets: readonly TargetName[];
	readonly topology: "split" | "one";
	readonly upstreamPort: number;
	readonly compare: { readonly url: string; readonly key: string; readonly pid: number | undefined } | undefined;
};
export type Workload = (typeof WORKLOADS)[number];
export type TargetName = (typeof TARGETS)[number];

const WORKLOADS = ["json", "sse", "holds", "posting"] as const;
const TARGETS = ["direct", "bare", "turnpike", "unlogged"] as const;

export const HELP = `npm run bench -- [options]

Measures what Turnpike adds to a call: latency, throughput, CPU, memory, settlement; as ratios to a direct call and to
a bare proxy in the same run; how long a hold takes; how fast a backlog is posted. Without options about five minutes.

  --quick               one round of one second, about a minute in all
  --seconds N           seconds of each measurement (default 2)
  --rounds N            rounds of each measurement, of which the middle one counts (default 3)
  --only WHAT           json or sse: one kind of answer; holds: hold latency; posting: settling a backlog
  --rates A,B           open-loop JSON requests per second (default 200,1000)
  --stream-rates A,B    open-loop streams per second (default 50,200)
  --connections N       connections of the closed loop (default 64)
  --targets a,b         of direct, bare, turnpike, unlogged (Turnpike without durable usage); default all
  --generations N       how many the backlog of the posting measurement holds (default 60000; 20000 when quick)
  --topology split|one  API, billing worker and Postgres apart (default), or the one process of npm start
  --compare URL         the same load against another OpenAI-compatible gateway (its base URL, ending in /v1)
  --compare-key KEY     the key it wants
  --compare-pid PID     its process, to measure CPU and memory
  --upstream-port N     a fixed port for the upstream, so that the other gateway can be pointed at it
  --json                one JSON object on standard output
  --help                this text

Exit code: 0; 1 when an exchange failed or the audit found a difference; 2 for wrong use.
`;

/** The options of an argument list, or `undefined` when it asks for help. Throws with a sentence about what is wrong. */
export function parseOptions(args: readonly string[]): Options | undefined {
	const { values } = parseArgs({ args: [...args], options: FLAGS, strict: true });
	if (values.help === true) return undefined;
	const quick = values.quick === true;
	return {
		json: values.json === true,
		rounds: values.rounds === undefined ? (quick ? 1 : 3) : Math.ceil(positive("--rounds", values.rounds)),
		warmRequests: quick ? 3_000 : 25_000,
		seconds: values.seconds === undefined ? (quick ? 1 : 2) : positive("--seconds", values.seconds),
		workloads: values.only === undefined ? WORKLOADS : [oneOf("--only", values.only, WORKLOADS)],
		generations: Math.ceil(positive("--generations", values.generations ?? (quick ? "20000" : "60000"))),
		jsonRates: rates("--rates", values.rates ?? "200,1000"),
		streamRates: rates("--stream-rates", values["stream-rates"] ?? "50,200"),
		connections: positive("--connections", values.connections ?? "64"),
		targets: (values.targets ?? TARGETS.join(",")).split(",").map((name) => oneOf("--targets", name, TARGETS)),
		topology: oneOf("--topology", values.topology ?? "split", ["split", "one"]),
		upstreamPort: values["upstream-port"] === undefined ? 0 : positive("--upstream-port", values["upstream-port"]),
		compare: values.compare === undefined ? undefined : compared(values.compare, values),
	};
}

const FLAGS = {
	help: { type: "boolean" },
	json: { type: "boolean" },
	quick: { type: "boolean" },
	seconds: { type: "string" },
	rounds: { type: "string" },
	only: { type: "string" },
	rates: { type: "string" },
	"stream-rates": { type: "string" },
	connections: { type: "string" },
	targets: { type: "string" },
	generations: { type: "string" },
	topology: { type: "string" },
	compare: { type: "string" },
	"compare-key": { type: "string" },
	"compare-pid": { type: "string" },
	"upstream-port": { type: "string" },
} as const;

function compared(url: string, values: { readonly "compare-key"?: string; readonly "compare-pid"?: string }) {
	if (!URL.canParse(url) || !url.startsWith("http://")) throw new Error(`--compare: ${url} is not an http URL`);
	const pid = values["compare-pid"];
	return {
		url: url.replace(/\/$/, ""),
		key: values["compare-key"] ?? "none",
		pid: pid === undefined ? undefined : positive("--compare-pid", pid),
	};
}

const rates = (flag: string, text: string) => text.split(",").map((one) => positive(flag, one));

function positive(flag: string, text: string): number {
	const value = Number(text);
	if (!Number.isFinite(value) || value <= 0) throw new Error(`${flag}: ${text} is not a positive number`);
	return value;
}

function oneOf<const T extends string>(flag: string, text: string, allowed: readonly T[]): T {
	const found = allowed.find((one) => one === text);
	if (found === undefined) throw new Error(`${flag}: ${text} is none of ${allowed.join(", ")}`);
	return found;
}
