import { splitUsd } from "./split-usd.ts";

interface UsdProps {
	/** A decimal string of the API: "9.999954820". */
	readonly value: string;
	readonly className?: string;
}

/** An amount, exact to the last digit; what is smaller than a cent steps back where there are whole cents before it. */
export function Usd({ value, className }: UsdProps) {
	const { sign, cents, rest } = splitUsd(value);
	const dimmed = rest !== "" && /[1-9]/.test(cents);
	return (
		<span className={`tabular whitespace-nowrap ${className ?? ""}`}>
			{sign}${cents}
			{dimmed ? <span className="text-faint">{rest}</span> : rest}
		</span>
	);
}
