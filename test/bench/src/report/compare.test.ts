import { describe, expect, it } from "vitest";
import type { Load } from "../load/job.ts";
import { judgeAims } from "./aims.ts";
import { compare } from "./compare.ts";
import { measured } from "./measurement.fixture.ts";

const closed: Load = { kind: "closed", connections: 64 };
const open: Load = { kind: "open", per_second: 200 };
const run = [
	measured("direct", closed, 60_000, 1),
	measured("bare", closed, 20_000, 3),
	measured("turnpike", closed, 9_000, 7),
	measured("direct", open, 200, 0.25),
	measured("bare", open, 200, 0.4),
	measured("turnpike", open, 200, 0.7),
];

describe("compare", () => {
	it("sets a measurement beside direct and bare under the same load only", () => {
		const ours = compare(run).filter((one) => one.target === "turnpike");
		expect(ours[0]?.throughput_ratio).toEqual({ direct: 0.15, bare: 0.45 });
		expect(ours[0]?.cpu_ratio.bare).toBe(0.5);
		expect(ours[1]?.added_to_direct?.first_byte.p50_ms).toBeCloseTo(0.45);
		expect(ours[1]?.added_to_direct?.end.p99_ms).toBeCloseTo(2.7);
		expect(ours[1]?.added_to_bare?.first_byte.p90_ms).toBeCloseTo(0.6);
	});

	it("compares nothing with itself, and with nothing that was not measured", () => {
		const [alone] = compare([measured("turnpike", open, 200, 1)]);
		expect(alone?.added_to_direct).toBeUndefined();
		expect(alone?.throughput_ratio).toEqual({ direct: undefined, bare: undefined });
		expect(compare(run)[0]?.added_to_direct).toBeUndefined();
	});
});

describe("judgeAims", () => {
	it("meets its aims in a good run", () => {
		const aims = judgeAims(compare(run));
		expect(aims.map((aim) => aim.met)).toEqual([true, true, true]);
		expect(aims.map((aim) => aim.measured)).toEqual([0.45, 0.5, expect.closeTo(0.45)]);
	});

	it("judges by the worst rate, and throughput beside the bare proxy by req/s and by CPU time", () => {
		const slow = [...run.slice(0, 2), measured("turnpike", closed, 7_900, 8), ...run.slice(3)];
		const fast: Load = { kind: "open", per_second: 1_000 };
		const aims = judgeAims(
			compare([...slow, measured("direct", fast, 1_000, 0.2), measured("turnpike", fast, 1_000, 0.71)]),
		);
		expect(aims.map((aim) => aim.met)).toEqual([false, true, false]);
		expect(aims[2]?.measured).toBeCloseTo(0.51);
	});

	it("judges what durable usage adds to JSON answers and to a stream's first byte, and how fast a backlog is posted", () => {
		const streamed = (target: string, p50: number) => ({ ...measured(target, open, 200, p50), kind: "sse" as const });
		const durable = [measured("unlogged", open, 200, 0.2), streamed("turnpike", 0.7), streamed("unlogged", 0.5)];
		const posting = { generations: 9, seconds: 1, per_second: 19_999, worker_cpu_us: 1, posted_share: 1 };
		const aims = judgeAims(compare([measured("turnpike", open, 200, 0.7), ...durable]), posting);
		expect(aims.map(({ measured: value, met }) => [value, met])).toEqual([
			[expect.closeTo(1), true],
			[expect.closeTo(0.2), false],
			[19_999, false],
		]);
	});

	it("claims nothing when Turnpike was not measured", () => {
		expect(judgeAims(compare(run.slice(0, 2)))).toEqual([]);
	});
});
