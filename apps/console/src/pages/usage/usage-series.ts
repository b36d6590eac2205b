import { approximateUsd, formatUsd, nanoUsd, parseUsd } from "@turnpike/money";
import type { Usage, UsageRow } from "../../api/analytics.ts";
import { bucketsOf } from "../../time/time-range.ts";

export const MEASURES = ["cost", "requests", "tokens"] as const;
export type Measure = (typeof MEASURES)[number];

/** As many as can be told apart by colour; the others are one. */
export const MOST_SERIES = 7;
export const REST = "rest";

export interface Series {
	/** The group's id, or `rest`. */
	readonly id: string;
	readonly name: string;
}

/** One bar: what each series adds to it. */
export interface Bar {
	/** Unix milliseconds. */
	readonly start: number;
	/** By series: how high it is. As near as a number comes. */
	readonly heights: Readonly<Record<string, number>>;
	/** By series: what it stands for, as exact text. */
	readonly texts: Readonly<Record<string, string>>;
}

/** What a chart shows: the dearest groups each by itself, all others as one, a bar for every bucket. */
export function seriesOf(
	usage: Usage,
	measure: Measure,
): { readonly series: readonly Series[]; readonly bars: readonly Bar[] } {
	const ranked = usage.groups.toSorted((one, other) => compare(amountOf(other, measure), amountOf(one, measure)));
	const shown = ranked.slice(0, MOST_SERIES).map(({ group, name }) => ({ id: group, name }));
	const ids = new Set(shown.map(({ id }) => id));
	const series =
		ranked.length > shown.length ? [...shown, { id: REST, name: `${ranked.length - shown.length} others` }] : shown;
	const bars = bucketsOf(usage.interval, usage.bucket).map((start) =>
		barOf(
			start,
			usage.cells.filter((cell) => cell.start === start),
			ids,
			measure,
		),
	);
	return { series, bars };
}

function barOf(start: number, cells: readonly UsageRow[], ids: ReadonlySet<string>, measure: Measure): Bar {
	const sums = new Map<string, bigint>();
	for (const cell of cells) {
		const id = ids.has(cell.group) ? cell.group : REST;
		sums.set(id, (sums.get(id) ?? 0n) + amountOf(cell, measure));
	}
	const entries = [...sums];
	return {
		start,
		heights: Object.fromEntries(entries.map(([id, sum]) => [id, heightOf(sum, measure)])),
		texts: Object.fromEntries(entries.map(([id, sum]) => [id, textOf(sum, measure)])),
	};
}

/** A row's amount in the measure: nano-USD, or a count. */
export function amountOf(row: UsageRow, measure: Measure): bigint {
	switch (measure) {
		case "cost":
			return parseUsd(row.costUsd);
		case "requests":
			return BigInt(row.requests);
		case "tokens":
			return BigInt(row.promptTokens + row.completionTokens);
	}
}

/** A bar's height; USD only as exactly as a picture can be. */
function heightOf(sum: bigint, measure: Measure): number {
	return measure === "cost" ? approximateUsd(nanoUsd(sum)) : Number(sum);
}

function textOf(sum: bigint, measure: Measure): string {
	return measure === "cost" ? formatUsd(nanoUsd(sum)) : sum.toString();
}

function compare(one: bigint, other: bigint): number {
	return one < other ? -1 : one > other ? 1 : 0;
}

/** A row's part of a whole in percent, to a tenth; 0 of nothing. */
export function shareOf(part: bigint, whole: bigint): number {
	return whole === 0n ? 0 : Number((part * 2_000n + whole) / (2n * whole)) / 10;
}

/** A series' colour, the same in chart and table. */
export function colourOf(id: string, index: number): string {
	return id === REST || index < 0 || index >= MOST_SERIES ? "var(--chart-rest)" : `var(--chart-${index + 1})`;
}
