import type { PostingSpeed } from "../posting/posting-speed.ts";
import type { Compared } from "./compare.ts";

const SHARE_OF_BARE = 0.4;
const ADDED_FIRST_BYTE_MS = 0.5;
const ADDED_BY_DURABLE_MS = 1.5;
/** Nothing, as far as medians of two processes can tell. */
const NOTHING_MS = 0.1;
const POSTED_PER_SECOND = 20_000;

/** What Turnpike wants of itself, and what this run found. `measured` is the worst over the loads that speak to it. */
export type Aim = { readonly aim: string; readonly measured: number; readonly met: boolean };

/**
 * The aims that this run can judge: throughput beside the bare proxy, the time added to the first byte, what durable usage
 * adds, and how fast a backlog is posted.
 */
export function judgeAims(compared: readonly Compared[], posting?: PostingSpeed): Aim[] {
	const ours = compared.filter((one) => one.target === "turnpike");
	return [
		...ours.flatMap(judgeThroughput),
		...judgeFirstByte(ours),
		...judgeDurable(ours),
		...(posting === undefined ? [] : [judgePosting(posting)]),
	];
}

/** Twice: as it was, and by the CPU time that each needs, which is what a core to itself would give. */
function judgeThroughput({ kind, load, throughput_ratio, cpu_ratio }: Compared): Aim[] {
	if (load.kind === "open") return [];
	const judged = (share: number | undefined, means: string): Aim[] =>
		share === undefined
			? []
			: [
					{
						aim: `${kind}: at least ${SHARE_OF_BARE}× the bare proxy, ${means}`,
						measured: share,
						met: share >= SHARE_OF_BARE,
					},
				];
	return [...judged(throughput_ratio.bare, "by req/s"), ...judged(cpu_ratio.bare, "by CPU time per request")];
}

/**
 * By kind, at the worst rate. A stream's first byte owes nothing to the books; a JSON answer begins only when its usage is
 * durable, so that its figure has a commit in it.
 */
function judgeFirstByte(ours: readonly Compared[]): Aim[] {
	const worst = worstByKind(ours, ({ added_to_direct }) => added_to_direct?.first_byte.p50_ms);
	return [...worst].map(([kind, measured]) => ({
		aim: `${kind}: added p50 to the first byte below ${ADDED_FIRST_BYTE_MS} ms at every rate`,
		measured,
		met: measured < ADDED_FIRST_BYTE_MS,
	}));
}

/** A JSON answer waits for its commit; a stream's last bytes do, its first do not. */
function judgeDurable(ours: readonly Compared[]): Aim[] {
	const ends = worstByKind(ours, ({ kind, added_to_unlogged }) =>
		kind === "json" ? added_to_unlogged?.end.p50_ms : undefined,
	);
	const firstBytes = worstByKind(ours, ({ kind, added_to_unlogged }) =>
		kind === "json" ? undefined : added_to_unlogged?.first_byte.p50_ms,
	);
	return [
		...[...ends].map(([kind, measured]) => ({
			aim: `${kind}: durable usage adds less than ${ADDED_BY_DURABLE_MS} ms at p50, at every rate`,
			measured,
			met: measured < ADDED_BY_DURABLE_MS,
		})),
		...[...firstBytes].map(([kind, measured]) => ({
			aim: `${kind}: durable usage adds nothing before the first byte (below ${NOTHING_MS} ms at p50)`,
			measured,
			met: measured < NOTHING_MS,
		})),
	];
}

function judgePosting({ per_second }: PostingSpeed): Aim {
	return {
		aim: `posting: at least ${POSTED_PER_SECOND} generations a second, one worker, one account`,
		measured: per_second,
		met: per_second >= POSTED_PER_SECOND,
	};
}

/** The largest value of each kind's open loops that have one. */
function worstByKind(ours: readonly Compared[], of: (one: Compared) => number | undefined) {
	const worst = new Map<Compared["kind"], number>();
	for (const one of ours) {
		const value = one.load.kind === "open" ? of(one) : undefined;
		if (value !== undefined) worst.set(one.kind, Math.max(worst.get(one.kind) ?? -Infinity, value));
	}
	return worst;
}
