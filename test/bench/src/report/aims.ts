import type { Compared } from "./compare.ts";

const SHARE_OF_BARE = 0.4;
const ADDED_FIRST_BYTE_MS = 0.5;

/** What Turnpike wants of itself, and what this run found. `measured` is the worst over the loads that speak to it. */
export type Aim = { readonly aim: string; readonly measured: number; readonly met: boolean };

/** The aims that this run can judge: throughput beside the bare proxy, and the time added to the first byte. */
export function judgeAims(compared: readonly Compared[]): Aim[] {
	const ours = compared.filter((one) => one.target === "turnpike");
	return [...ours.flatMap(judgeThroughput), ...judgeFirstByte(ours)];
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
	const worst = new Map<Compared["kind"], number>();
	for (const { kind, load, added_to_direct } of ours) {
		if (load.kind === "closed" || added_to_direct === undefined) continue;
		worst.set(kind, Math.max(worst.get(kind) ?? -Infinity, added_to_direct.first_byte.p50_ms));
	}
	return [...worst].map(([kind, measured]) => ({
		aim: `${kind}: added p50 to the first byte below ${ADDED_FIRST_BYTE_MS} ms at every rate`,
		measured,
		met: measured < ADDED_FIRST_BYTE_MS,
	}));
}
