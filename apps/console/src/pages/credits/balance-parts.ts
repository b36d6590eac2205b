import { parseUsd } from "@turnpike/money";
import type { Credits } from "../../api/credits.ts";

export interface BalancePart {
	readonly name: string;
	/** Of the bar, in percent. */
	readonly share: number;
	readonly colour: string;
}

/** The balance as a bar: what is free, and what is set aside; nothing while it is on its way or used up. */
export function balanceParts(
	credits: Pick<Credits, "available_usd" | "reserved_usd"> | undefined,
): readonly BalancePart[] {
	if (!credits) return [];
	const [available, reserved] = [parseUsd(credits.available_usd), parseUsd(credits.reserved_usd)];
	const whole = available + reserved;
	if (whole <= 0n) return [];
	const share = (part: bigint) => Number((part * 1_000n) / whole) / 10;
	return [
		{ name: "available", share: share(available), colour: "bg-accent" },
		{ name: "reserved", share: 100 - share(available), colour: "bg-(--chart-2)" },
	].filter((part) => part.share > 0);
}
