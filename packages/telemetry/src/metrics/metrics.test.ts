import { describe, expect, test } from "vitest";
import { OVERFLOW_LABEL } from "./family.ts";
import { createMetrics } from "./registry.ts";

describe("a counter", () => {
	test("counts per combination of labels", () => {
		const metrics = createMetrics();
		const requests = metrics.counter({ name: "requests_total", help: "Requests.", labels: ["route", "status"] });
		requests.of("chat", "200").add();
		requests.of("chat", "200").add(2);
		requests.of("chat", "429").add();
		expect(metrics.expose()).toBe(
			[
				"# HELP requests_total Requests.",
				"# TYPE requests_total counter",
				'requests_total{route="chat",status="200"} 3',
				'requests_total{route="chat",status="429"} 1',
				"",
			].join("\n"),
		);
	});

	test("gives the same series for the same labels", () => {
		const requests = createMetrics().counter({ name: "r_total", help: "", labels: ["a", "b", "c"] });
		expect(requests.of("1", "2", "3")).toBe(requests.of("1", "2", "3"));
		expect(requests.of("1", "2", "3")).not.toBe(requests.of("1", "23", ""));
	});

	test("never goes down", () => {
		expect(() => createMetrics().counter({ name: "r_total", help: "" }).of().add(-1)).toThrow(RangeError);
	});
});

describe("a gauge", () => {
	test("is what it was set to, and may be read when asked", () => {
		const metrics = createMetrics();
		metrics.gauge({ name: "streams", help: "Open streams." }).of().set(5);
		let waiting = 7;
		metrics.observe({ name: "waiting", help: "Waiting." }, () => waiting);
		expect(metrics.expose()).toContain("\nstreams 5\n");
		expect(metrics.expose()).toContain("\nwaiting 7\n");
		waiting = 8;
		expect(metrics.expose()).toContain("\nwaiting 8\n");
	});
});

describe("a histogram", () => {
	test("cumulates its buckets, and a value on a bound belongs below it", () => {
		const metrics = createMetrics();
		const latency = metrics.histogram({ name: "ttft_ms", help: "Time.", labels: ["model"] }, [1, 10]).of("m");
		for (const value of [0.5, 1, 5, 100]) latency.observe(value);
		expect(metrics.expose().split("\n").slice(2, 7)).toEqual([
			'ttft_ms_bucket{model="m",le="1"} 2',
			'ttft_ms_bucket{model="m",le="10"} 3',
			'ttft_ms_bucket{model="m",le="+Inf"} 4',
			'ttft_ms_sum{model="m"} 106.5',
			'ttft_ms_count{model="m"} 4',
		]);
	});

	test("ignores what is no number", () => {
		const latency = createMetrics().histogram({ name: "t_ms", help: "" }, [1]).of();
		latency.observe(Number.NaN);
		expect([...latency.counts]).toEqual([0, 0]);
		expect(latency.sum).toBe(0);
	});

	test("needs bounds that ascend", () => {
		expect(() => createMetrics().histogram({ name: "t_ms", help: "" }, [1, 1]).of()).toThrow("ascend");
	});
});

describe("names and labels", () => {
	test("are escaped so that no label value can forge a line", () => {
		const metrics = createMetrics();
		metrics
			.counter({ name: "r_total", help: "one\\two\nthree", labels: ["model"] })
			.of('a"} 1\nforged 2 \\')
			.add();
		const lines = metrics.expose().trimEnd().split("\n");
		expect(lines).toEqual([
			"# HELP r_total one\\\\two\\nthree",
			"# TYPE r_total counter",
			'r_total{model="a\\"} 1\\nforged 2 \\\\"} 1',
		]);
	});

	test("are refused when malformed or taken", () => {
		const metrics = createMetrics();
		expect(() => metrics.gauge({ name: "Bad-Name", help: "" })).toThrow("snake case");
		expect(() => metrics.counter({ name: "requests", help: "" })).toThrow("_total");
		expect(() => metrics.gauge({ name: "g", help: "", labels: ["le"] })).toThrow("label");
		expect(() => metrics.gauge({ name: "g", help: "", labels: ["a", "b", "c", "d"] })).toThrow("three");
		metrics.gauge({ name: "g", help: "" });
		expect(() => metrics.gauge({ name: "g", help: "" })).toThrow("twice");
	});

	test("that never end are counted together once there are too many", () => {
		const metrics = createMetrics();
		const requests = metrics.counter({ name: "r_total", help: "", labels: ["model"] });
		for (let count = 0; count < 5_000; count++) requests.of(`model-${count}`).add();
		expect(requests.series.size).toBe(2_001);
		expect(metrics.expose()).toContain(`r_total{model="${OVERFLOW_LABEL}"} 3000\n`);
		requests.of("model-0").add();
		expect(metrics.expose()).toContain('r_total{model="model-0"} 2\n');
	});
});
