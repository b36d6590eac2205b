import { startDatabase } from "./database/start-database.ts";
import type { HoldLatency } from "./holds/hold-latency.ts";
import { measureHolds } from "./holds/measure-holds.ts";
import type { Load } from "./load/job.ts";
import { type Measurement, measure, runLoad } from "./measure.ts";
import type { Options } from "./options.ts";
import { measurePosting } from "./posting/measure-posting.ts";
import type { PostingSpeed } from "./posting/posting-speed.ts";
import { Child, placement } from "./processes/child.ts";
import { medianRound } from "./report/median-round.ts";
import type { Kind } from "./request-body.ts";
import { bareProxy } from "./targets/bare-proxy.ts";
import { checkTarget } from "./targets/check-target.ts";
import { compared } from "./targets/compared.ts";
import { direct } from "./targets/direct.ts";
import type { AuditReport, Target } from "./targets/target.ts";
import { turnpike, unlogged } from "./targets/turnpike.ts";
import { startUpstream, type Upstream } from "./targets/upstream.ts";

const LOADER = new URL("./load/main.ts", import.meta.url).pathname;
const WARM_CONNECTIONS = 32;
/** A target that is slower than its warming asks for is measured as warm as it is. */
const MOST_WARM_SECONDS = 15;

/** Everything one run of the bench found. */
export type Findings = {
	readonly placement: string;
	readonly seconds: number;
	readonly rounds: number;
	readonly topology: Options["topology"];
	readonly measurements: readonly Measurement[];
	/** Absent when Turnpike was not measured. */
	readonly audit: AuditReport | undefined;
} & Alone;

/** What is measured by itself, with no load beside it. */
type Alone = { readonly holds: HoldLatency | undefined; readonly posting: PostingSpeed | undefined };

/** One thing to measure, on every target one after the other. */
type KindOfLoad = { readonly kind: Kind; readonly load: Load };

/** Starts everything, measures, and stops everything, whatever happens. `progress` hears what is being done. */
export async function bench(options: Options, progress: (line: string) => void): Promise<Findings> {
	const stops: (() => Promise<void>)[] = [];
	try {
		return await Promise.race([setUpAndRun(options, progress, stops), interruption()]);
	} finally {
		for (const stop of stops.reverse()) await stop();
	}
}

/** Fails when a person has had enough. */
function interruption(): Promise<never> {
	return new Promise((_, reject) => {
		for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => reject(new Error("interrupted")));
	});
}

/** What it starts, it leaves a way to stop in `stops`. */
async function setUpAndRun(
	options: Options,
	progress: (line: string) => void,
	stops: (() => Promise<void>)[],
): Promise<Findings> {
	const alone = await measureAlone(options, progress, stops);
	const upstream = await startUpstream(options.upstreamPort);
	stops.push(() => upstream.stop());
	const loader = new Child({ seat: "loader", command: [process.execPath, LOADER] });
	stops.push(() => loader.stop());
	const targets: Target[] = [];
	for (const start of loadsOf(options).length === 0 ? [] : startersOf(options, upstream)) {
		const target = await start();
		targets.push(target);
		stops.push(() => target.stop());
	}
	return { ...(await run(options, loader, targets, progress)), ...alone };
}

/** On a database of its own, gone again before anything else begins. */
async function measureAlone(
	{ workloads, generations }: Options,
	progress: (line: string) => void,
	stops: (() => Promise<void>)[],
): Promise<Alone> {
	const [withHolds, withPosting] = [workloads.includes("holds"), workloads.includes("posting")];
	if (!withHolds && !withPosting) return { holds: undefined, posting: undefined };
	const database = await startDatabase();
	stops.push(() => database.stop());
	if (withHolds) progress("holds");
	const holds = withHolds ? await measureHolds(database.url) : undefined;
	if (withPosting) progress(`posting ${generations} generations`);
	const posting = withPosting ? await measurePosting(database.url, generations) : undefined;
	await stops.pop()?.();
	return { holds, posting };
}

function startersOf({ targets, compare, topology }: Options, upstream: Upstream): (() => Target | Promise<Target>)[] {
	const starters = {
		direct: () => direct(upstream),
		bare: () => bareProxy(upstream),
		turnpike: () => turnpike(upstream, topology),
		unlogged: () => unlogged(upstream),
	};
	return [...targets.map((name) => starters[name]), ...(compare === undefined ? [] : [() => compared(compare)])];
}

async function run(
	options: Options,
	loader: Child,
	targets: readonly Target[],
	progress: (line: string) => void,
): Promise<Omit<Findings, keyof Alone>> {
	const loads = loadsOf(options);
	const kinds = [...new Set(loads.map(({ kind }) => kind))];
	for (const target of targets) {
		progress(`warming ${target.name}`);
		await checkTarget(target, kinds);
		await warm(loader, target, kinds, options.warmRequests);
	}
	const measurements: Measurement[] = [];
	for (const { kind, load } of loads) {
		progress(`${kind}, ${load.kind === "open" ? `${load.per_second}/s` : `${load.connections} connections`}`);
		measurements.push(...(await measureInTurn(options, loader, targets, kind, load)));
	}
	const books = targets.find((target) => target.books !== undefined)?.books;
	if (books !== undefined) progress("auditing");
	return {
		placement: placement.description,
		seconds: options.seconds,
		rounds: options.rounds,
		topology: options.topology,
		measurements,
		audit: await books?.audit(),
	};
}

/**
 * The JIT compiles a gateway's code for its first twenty thousand requests or so, and until then each costs up to twice as
 * much as the later ones; a paced stream runs the code of a burst.
 */
async function warm(loader: Child, target: Target, kinds: readonly Kind[], requests: number): Promise<void> {
	for (const kind of kinds.filter((one) => one !== "paced")) {
		let answered = 0;
		for (let seconds = 0; answered < requests && seconds < MOST_WARM_SECONDS; seconds += 1) {
			const { completed } = await runLoad(loader, target, kind, { kind: "closed", connections: WARM_CONNECTIONS }, 1);
			answered += completed;
		}
	}
}

/** Several rounds of one load, the targets taking turns in each; the middle one of every target. */
async function measureInTurn(
	{ rounds, seconds }: Options,
	loader: Child,
	targets: readonly Target[],
	kind: Kind,
	load: Load,
): Promise<Measurement[]> {
	const measured = targets.map((): Measurement[] => []);
	for (let round = 0; round < rounds; round++) {
		for (const [index, target] of targets.entries()) {
			measured[index]?.push(await measure(loader, target, kind, load, seconds));
		}
	}
	return measured.flatMap(([first, ...others]) => (first === undefined ? [] : [medianRound([first, ...others])]));
}

function loadsOf({ workloads, jsonRates, streamRates, connections }: Options): KindOfLoad[] {
	const open = (kind: Kind, rates: readonly number[]): KindOfLoad[] =>
		rates.map((per_second) => ({ kind, load: { kind: "open", per_second } }));
	const closed = (kind: Kind): KindOfLoad => ({ kind, load: { kind: "closed", connections } });
	const json = [...open("json", jsonRates), closed("json")];
	const sse = [...open("paced", streamRates.slice(0, 1)), ...open("sse", streamRates), closed("sse")];
	return [...(workloads.includes("json") ? json : []), ...(workloads.includes("sse") ? sse : [])];
}
