import type { Job, Load, Outcome } from "./load/job.ts";
import type { Child } from "./processes/child.ts";
import { cpuBetween, type Resources, resourcesOf } from "./processes/resources.ts";
import { type Kind, requestBody } from "./request-body.ts";
import { type Drain, drain } from "./settlement.ts";
import type { Target } from "./targets/target.ts";

const DRAIN_PATIENCE_MS = 60_000;

/** One target under one load. */
export type Measurement = {
	readonly target: string;
	readonly kind: Kind;
	readonly load: Load;
	readonly outcome: Outcome;
	/** CPU time of the target's own processes for each completed request, in µs; absent where it cannot be known. */
	readonly cpu_us_per_request: number | undefined;
	/** The share of one core that the target used; in a closed loop well below 1, something else was the limit. */
	readonly busy: number | undefined;
	/** CPU time per request of its database and billing worker, until everything was posted. */
	readonly background_cpu_us_per_request: number | undefined;
	readonly resident_bytes: number | undefined;
	readonly settlement: Drain | undefined;
};

/** Has the loader run one load against a target, then lets the target finish its own work. */
export async function measure(
	loader: Child,
	target: Target,
	kind: Kind,
	load: Load,
	seconds: number,
): Promise<Measurement> {
	const startedMs = performance.now();
	const [own, background] = [resourcesOf(target.pids), resourcesOf(target.backgroundPids)];
	const outcome = await runLoad(loader, target, kind, load, seconds);
	const ownAfter = resourcesOf(target.pids);
	const cpuUs = perRequest(own, ownAfter, outcome.completed);
	const settlement = target.books && (await drain(target.books, startedMs, outcome.completed, DRAIN_PATIENCE_MS));
	return {
		target: target.name,
		kind,
		load,
		outcome,
		cpu_us_per_request: cpuUs,
		busy: cpuUs === undefined ? undefined : (cpuUs * outcome.per_second) / 1e6,
		background_cpu_us_per_request: perRequest(background, resourcesOf(target.backgroundPids), outcome.completed),
		resident_bytes: ownAfter?.residentBytes,
		settlement,
	};
}

/** One job for the loader. Throws when the loader could not run it at all. */
export async function runLoad(
	loader: Child,
	target: Target,
	kind: Kind,
	load: Load,
	seconds: number,
): Promise<Outcome> {
	const job: Job = {
		url: target.url,
		key: target.key,
		body: requestBody(kind),
		stream: kind !== "json",
		load,
		seconds,
	};
	await loader.writeLine(JSON.stringify(job));
	const answer = (await loader.nextJson()) as Outcome | { readonly error: string };
	if ("error" in answer) throw new Error(`${target.name}: ${answer.error}`);
	return answer;
}

function perRequest(before: Resources | undefined, after: Resources | undefined, requests: number): number | undefined {
	if (before === undefined || after === undefined || requests === 0) return undefined;
	return cpuBetween(before, after) / requests;
}
