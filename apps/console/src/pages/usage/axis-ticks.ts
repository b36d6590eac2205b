import { countText } from "../../ui/count-text.ts";

const MOST_STEPS = 4;
const ROUND = [1, 2, 5, 10];

/** Marks beside a chart: at most four round steps from 0 up to, or just above, what is highest. */
export interface AxisTicks {
	/** The distance of two marks: 1, 2 or 5 times a power of ten. */
	readonly step: number;
	readonly values: readonly number[];
}

/** @param unit the smallest step there can be: 1 where things are counted, 0 where any is */
export function axisTicks(highest: number, unit: number): AxisTicks {
	const rough = (highest > 0 ? highest : 1) / MOST_STEPS;
	const magnitude = 10 ** Math.floor(Math.log10(rough));
	const step = Math.max(unit, (ROUND.find((times) => times * magnitude >= rough * 0.999_999) ?? 10) * magnitude);
	const count = Math.max(1, Math.ceil(highest / step - 1e-6));
	return { step, values: Array.from({ length: count + 1 }, (_, index) => index * step) };
}

/** A mark in USD, with as many digits as its step has and no fewer than cents: "$0.0005", "$1.50", "$20", "$1.2k". */
export function usdTick(value: number, step: number): string {
	if (value === 0) return "$0";
	if (step >= 1) return `$${countText(value)}`;
	const digits = Math.ceil(-Math.log10(step) - 1e-6);
	return `$${value.toFixed(Math.max(2, digits))}`;
}
