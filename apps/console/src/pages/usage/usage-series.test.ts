import { expect, test } from "vitest";
import type { Usage, UsageRow } from "../../api/analytics.ts";
import { REST, seriesOf, shareOf } from "./usage-series.ts";

const DAY = 86_400_000;
const FROM = Date.UTC(2026, 10, 20);

function row(group: string, costUsd: string, more: Partial<UsageRow> = {}): UsageRow {
	return {
		group,
		name: group.toUpperCase(),
		start: undefined,
		costUsd,
		requests: 1,
		promptTokens: 10,
		completionTokens: 5,
		cachedTokens: 0,
		...more,
	};
}

function usage(groups: readonly UsageRow[], cells: readonly UsageRow[]): Usage {
	return {
		interval: { from: FROM, to: FROM + 3 * DAY },
		bucket: "day",
		total: undefined,
		groups,
		cells,
		asOf: "",
		unposted: { requests: 0, costUsd: "0" },
		truncated: false,
	};
}

test("there is a bar for every bucket, empty ones too", () => {
	const { bars } = seriesOf(usage([row("a", "1")], [row("a", "1", { start: FROM + DAY })]), "cost");
	expect(bars.map(({ start }) => start)).toEqual([FROM, FROM + DAY, FROM + 2 * DAY]);
	expect(bars.map(({ heights }) => heights)).toEqual([{}, { a: 1 }, {}]);
});

test("the dearest are shown each by itself, the others as one that is exact to the nano-dollar", () => {
	const names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
	const groups = names.map((name, index) => row(name, `${index}.000000001`));
	const cells = groups.map((each) => ({ ...each, start: FROM }));
	const { series, bars } = seriesOf(usage(groups, cells), "cost");
	expect(series.map(({ id }) => id)).toEqual(["i", "h", "g", "f", "e", "d", "c", REST]);
	expect(series.at(-1)?.name).toBe("2 others");
	expect(bars[0]?.texts).toMatchObject({ i: "8.000000001", [REST]: "1.000000002" });
});

test("another measure has another order", () => {
	const groups = [row("dear", "9", { requests: 1 }), row("busy", "1", { requests: 90 })];
	expect(seriesOf(usage(groups, []), "requests").series.map(({ id }) => id)).toEqual(["busy", "dear"]);
	expect(seriesOf(usage(groups, []), "cost").series.map(({ id }) => id)).toEqual(["dear", "busy"]);
});

test("a share is of the whole, and nothing of nothing", () => {
	expect(shareOf(1n, 3n)).toBe(33.3);
	expect(shareOf(2n, 3n)).toBe(66.7);
	expect(shareOf(0n, 0n)).toBe(0);
});
