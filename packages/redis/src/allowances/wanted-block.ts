import type { NanoUsd } from "@turnpike/money";
import type { Standing } from "./block-store.ts";

/** The least block worth a grant, where funds allow it: 5 cents. */
const SMALLEST_BLOCK = 50_000_000n;
/** Sums in Lua must stay exact, see `amountText`. */
const LARGEST_BLOCK = 2n ** 50n;

/** What a grant would do well to bring: about 30 s of spend, or as much again as is held right now. */
export function wantedBlock({ recent, held }: Standing, deficit: NanoUsd): NanoUsd {
	let wanted = SMALLEST_BLOCK;
	for (const measure of [recent, held]) if (measure > wanted) wanted = measure;
	if (wanted > LARGEST_BLOCK) wanted = LARGEST_BLOCK;
	return (wanted > deficit ? wanted : deficit) as NanoUsd;
}
