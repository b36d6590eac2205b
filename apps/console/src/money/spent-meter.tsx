import { Meter } from "@base-ui/react/meter";
import type { ReactNode } from "react";
import { spentPercent } from "./spent-percent.ts";

interface SpentMeterProps {
	readonly limitUsd: string;
	readonly remainingUsd: string;
	/** What the percentage is of, for who cannot see it: "of the limit is spent". */
	readonly what: string;
	/** The amounts above the bar. */
	readonly children: ReactNode;
}

/** How much of a bound is gone, as a bar that warns when little is left. */
export function SpentMeter({ limitUsd, remainingUsd, what, children }: SpentMeterProps) {
	const percent = spentPercent(limitUsd, remainingUsd);
	return (
		<Meter.Root value={percent} aria-valuetext={`${percent}% ${what}`} className="block">
			<Meter.Label className="tabular flex flex-wrap justify-between gap-x-3 text-xs">{children}</Meter.Label>
			<Meter.Track className="mt-1.5 block h-1.5 overflow-hidden rounded-full bg-line">
				<Meter.Indicator className={percent >= 100 ? "bg-danger" : percent >= 80 ? "bg-(--chart-2)" : "bg-accent"} />
			</Meter.Track>
		</Meter.Root>
	);
}
