import { parseUsd } from "@turnpike/money";

/** How much of a limit is spent, in whole percent, never more than 100: 100 only when nothing is left. */
export function spentPercent(limitUsd: string, remainingUsd: string): number {
	const [limit, remaining] = [parseUsd(limitUsd), parseUsd(remainingUsd)];
	if (limit <= 0n || remaining <= 0n) return 100;
	return Number(((limit - remaining) * 100n) / limit);
}
