import { describe, expect, it } from "vitest";
import { Histogram } from "./histogram.ts";

const relativeError = (measured: number, exact: number) => Math.abs(measured - exact) / exact;

describe("Histogram", () => {
	it("finds every quantile of a known distribution to better than one percent", () => {
		const histogram = new Histogram();
		for (let i = 1; i <= 10_000; i++) histogram.record(i * 1_000);
		for (const share of [0.01, 0.1, 0.5, 0.9, 0.99, 0.999]) {
			expect(relativeError(histogram.quantile(share), share * 1e7)).toBeLessThan(0.01);
		}
	});

	it("never says less than the value recorded, from a nanosecond to a minute", () => {
		for (let value = 1; value < 6e10; value = Math.ceil(value * 1.37)) {
			const histogram = new Histogram();
			histogram.record(value);
			histogram.record(2 ** 36);
			const measured = histogram.quantile(0.5);
			expect(measured).toBeGreaterThanOrEqual(value);
			expect(relativeError(measured, value)).toBeLessThan(1 / 127);
		}
	});

	it("keeps small values exact and the largest one exact", () => {
		const histogram = new Histogram();
		for (const value of [3, 3, 100, 987_654_321]) histogram.record(value);
		expect(histogram.quantile(0.5)).toBe(3);
		expect(histogram.quantile(0.75)).toBe(100);
		expect(histogram.quantile(1)).toBe(987_654_321);
	});

	it("sees one slow exchange in a thousand at p99.9 but not at p99", () => {
		const histogram = new Histogram();
		for (let i = 0; i < 998; i++) histogram.record(1e6);
		histogram.record(1e9);
		histogram.record(1e9);
		expect(histogram.percentiles().p99_ms).toBeCloseTo(1, 1);
		expect(histogram.percentiles().max_ms).toBe(1000);
		expect(histogram.quantile(0.999) / 1e6).toBeGreaterThan(990);
	});

	it("counts a negative duration as zero and a very long one in its last bucket", () => {
		const histogram = new Histogram();
		histogram.record(-5);
		histogram.record(1e15);
		expect(histogram.count).toBe(2);
		expect(histogram.quantile(0.5)).toBe(0);
		expect(histogram.quantile(1)).toBe(2 ** 36);
	});

	it("says zero when nothing was recorded", () => {
		expect(new Histogram().percentiles()).toEqual({ count: 0, p50_ms: 0, p90_ms: 0, p99_ms: 0, max_ms: 0 });
	});
});
