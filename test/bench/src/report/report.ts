import type { Findings } from "../bench.ts";
import type { HolderLatency } from "../holds/hold-latency.ts";
import type { Percentiles } from "../load/histogram.ts";
import type { Load } from "../load/job.ts";
import { judgeAims } from "./aims.ts";
import { type Added, type Compared, compare } from "./compare.ts";
import { table } from "./table.ts";

/** Below this share of a core, a target in a closed loop was waiting for something. */
const LIMITING = 0.85;

const HEAD = [
	"load",
	"target",
	"req/s",
	"first byte p50/p90/p99 ms",
	"end p50/p90/p99 ms",
	"added first byte",
	"added end",
	"×direct",
	"×bare",
	"CPU µs",
	"busy",
	"behind µs",
	"MB",
	"failed",
];

/** The report a person reads: one table, then settlement, aims and how it was measured. */
export function report(findings: Findings): string {
	const compared = compare(findings.measurements);
	return [
		...(compared.length === 0 ? [] : [table([HEAD, ...compared.map(row)]), ""]),
		...compared.flatMap(settlementLine),
		...durableLines(compared),
		...holdLines(findings),
		...postingLine(findings),
		...failureLines(compared),
		...compared.flatMap(limitLine),
		...auditLine(findings),
		...judgeAims(compared, findings.posting).map(
			({ aim, measured, met }) => `${met ? "met    " : "NOT MET"}  ${aim}: ${measured.toFixed(2)}`,
		),
		"",
		`${findings.placement}; ${findings.seconds} s a measurement, the middle of ${findings.rounds}; topology ${findings.topology}.`,
		"Open loops (/s): ×direct and ×bare compare the median time to the end. Closed loops: requests per second.",
		"added: percentile minus direct's, p50/p90/p99 ms. behind: CPU of Postgres and the billing worker per request.",
	].join("\n");
}

function row(one: Compared): string[] {
	const { outcome, load } = one;
	const ratios = load.kind === "open" ? one.end_p50_ratio : one.throughput_ratio;
	return [
		`${one.kind} ${loadName(load)}`,
		one.target,
		outcome.per_second.toFixed(0),
		times(outcome.first_byte),
		times(outcome.end),
		load.kind === "open" ? times(one.added_to_direct?.first_byte) : "",
		load.kind === "open" ? times(one.added_to_direct?.end) : "",
		ratios.direct?.toFixed(2) ?? "",
		ratios.bare?.toFixed(2) ?? "",
		one.cpu_us_per_request?.toFixed(0) ?? "",
		one.busy === undefined ? "" : `${(one.busy * 100).toFixed(0)}%`,
		one.background_cpu_us_per_request?.toFixed(0) ?? "",
		one.resident_bytes === undefined ? "" : (one.resident_bytes / 1e6).toFixed(0),
		String(failures(one)),
	];
}

const loadName = (load: Load) => (load.kind === "open" ? `${load.per_second}/s` : `×${load.connections}`);

const times = (of: Percentiles | Added | undefined) =>
	of === undefined ? "" : [of.p50_ms, of.p90_ms, of.p99_ms].map((ms) => ms.toFixed(2)).join("/");

/** Exchanges that failed, of any kind. */
export const failures = (one: Pick<Compared, "outcome">) =>
	Object.values(one.outcome.errors).reduce((sum, count) => sum + count, 0);

function settlementLine({ kind, load, settlement }: Compared): string[] {
	if (settlement === undefined || load.kind !== "closed") return [];
	const { backlog, drain_ms, posted_per_second } = settlement;
	const outcome =
		drain_ms === undefined || posted_per_second === undefined
			? "NOT POSTED within a minute"
			: `all posted ${drain_ms.toFixed(0)} ms later, ${posted_per_second.toFixed(0)} generations/s`;
	return [`posting, ${kind} ${loadName(load)}: ${backlog} waited at the end of the load, ${outcome}`];
}

/** What durable usage costs a caller, at the medians of the open loops. */
function durableLines(compared: readonly Compared[]): string[] {
	return compared.flatMap(({ target, kind, load, added_to_unlogged }) => {
		if (target !== "turnpike" || load.kind === "closed" || added_to_unlogged === undefined) return [];
		const { first_byte, end } = added_to_unlogged;
		const at = `durable usage, ${kind} ${loadName(load)}`;
		return [`${at}: adds ${first_byte.p50_ms.toFixed(2)} ms to the first byte, ${end.p50_ms.toFixed(2)} ms to the end`];
	});
}

function holdLines({ holds }: Findings): string[] {
	if (holds === undefined) return [];
	const line = (where: string, { warm, first }: HolderLatency) =>
		`hold, ${where}: with credit at hand p50/p99 ${micros(warm.p50_ms)}/${micros(warm.p99_ms)} µs (${warm.count} holds), ` +
		`the first of a key ${first.p50_ms.toFixed(2)}/${first.p99_ms.toFixed(2)} ms`;
	const redis = holds.redis;
	return [
		line("memory", holds.memory),
		redis === undefined ? "hold, redis: not measured, there is no redis-server here" : line("redis", redis),
	];
}

const micros = (ms: number) => (ms * 1_000).toFixed(1);

function postingLine({ posting }: Findings): string[] {
	if (posting === undefined) return [];
	const { generations, seconds, per_second, worker_cpu_us, posted_share } = posting;
	const exact = posted_share === 1 ? "all of what was due" : `WRONG: ${posted_share} of what was due`;
	return [
		`posting, a backlog of ${generations} of one account, one worker: ${per_second.toFixed(0)} generations/s ` +
			`(${seconds.toFixed(2)} s, ${worker_cpu_us.toFixed(1)} µs CPU of the worker each), ${exact}`,
	];
}

/** A closed loop that left the target idle says more about the harness or a busy machine than about the target. */
function limitLine(one: Compared): string[] {
	if (one.load.kind === "open" || one.busy === undefined || one.busy > LIMITING) return [];
	const share = `${(one.busy * 100).toFixed(0)} % of a core`;
	return [
		`note     ${one.kind} ${loadName(one.load)} ${one.target} used ${share}: it was not the limit; trust its CPU µs`,
	];
}

function failureLines(compared: readonly Compared[]): string[] {
	return compared.flatMap((one) =>
		Object.entries(one.outcome.errors).map(
			([reason, count]) => `FAILED   ${one.kind} ${loadName(one.load)} ${one.target}: ${count} × ${reason}`,
		),
	);
}

function auditLine({ audit }: Findings): string[] {
	if (audit === undefined) return [];
	return [
		`audit: ${audit.generations} generations recomputed, difference ${audit.difference_usd} USD, ` +
			`entries ${audit.entries_sum_zero ? "sum to zero" : "DO NOT SUM TO ZERO"}`,
	];
}
