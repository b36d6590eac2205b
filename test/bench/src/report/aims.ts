import type { Compared } from "./compare.ts";

const SHARE_OF_BARE = 0.4;
const ADDED_FIRST_BYTE_MS = 0.5;

/** What Turnpike wants of itself, and what this run found. `measured` is the worst over the loads that speak to it. */
export type Aim = { readonly aim: string; readonly measured: number; readonly met: boolean };

/** The aims that this run can judge: throughput beside the bare proxy, and the time added to the first byte. */
export function judgeAims(compared: readonly Compared[]): Aim[] {
	const ours = compared.filter((one) => one.target === "turnpike");
	const shares = ours.flatMap((one) =>
		one.load.kind === "closed" && one.throughput_ratio.bare !== undefined
			? [{ kind: one.kind, share: one.throughput_ratio.bare }]
			: [],
	);
	const added = ours.flatMap((one) =>
		one.load.kind === "open" && one.added_to_direct !== undefined ? [one.added_to_direct.first_byte.p50_ms] : [],
	);
	const aims: Aim[] = shares.map(({ kind, share }) => ({
		aim: `${kind}: at least ${SHARE_OF_BARE}× the bare proxy's throughput`,
		measured: share,
		met: share >= SHARE_OF_BARE,
	}));
	if (added.length === 0) return aims;
	const worst = Math.max(...added);
	aims.push({
		aim: `added p50 to the first byte below ${ADDED_FIRST_BYTE_MS} ms at every rate`,
		measured: worst,
		met: worst < ADDED_FIRST_BYTE_MS,
	});
	return aims;
}
