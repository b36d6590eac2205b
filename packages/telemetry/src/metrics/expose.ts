import type { AnyFamily } from "./any-family.ts";
import type { LabelValues } from "./family.ts";
import type { Histogram } from "./histogram.ts";

export const METRICS_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Writes metrics in Prometheus' text exposition format, version 0.0.4 (its documentation, "Exposition formats"). */
export function expose(families: Iterable<AnyFamily>): string {
	const lines: string[] = [];
	for (const family of families) {
		lines.push(`# HELP ${family.name} ${escapeHelp(family.help)}`, `# TYPE ${family.name} ${family.kind}`);
		if (family.kind === "histogram") {
			for (const { values, series } of family.series.values()) exposeHistogram(lines, family, values, series);
		} else {
			for (const { values, series } of family.series.values()) {
				lines.push(`${family.name}${labelSet(family.labels, values)} ${numberText(series.value)}`);
			}
		}
	}
	return `${lines.join("\n")}\n`;
}

function exposeHistogram(
	lines: string[],
	{ name, labels }: { readonly name: string; readonly labels: readonly string[] },
	values: LabelValues,
	histogram: Histogram,
): void {
	const bucketLabels = [...labels, "le"];
	let total = 0;
	histogram.counts.forEach((count, index) => {
		total += count;
		const bound = numberText(histogram.bounds[index] ?? Number.POSITIVE_INFINITY);
		lines.push(`${name}_bucket${labelSet(bucketLabels, [...values, bound])} ${total}`);
	});
	lines.push(`${name}_sum${labelSet(labels, values)} ${numberText(histogram.sum)}`);
	lines.push(`${name}_count${labelSet(labels, values)} ${total}`);
}

function labelSet(names: readonly string[], values: LabelValues): string {
	if (names.length === 0) return "";
	return `{${names.map((name, index) => `${name}="${escapeLabel(values[index] ?? "")}"`).join(",")}}`;
}

function numberText(value: number): string {
	if (value === Number.POSITIVE_INFINITY) return "+Inf";
	return value === Number.NEGATIVE_INFINITY ? "-Inf" : String(value);
}

function escapeHelp(text: string): string {
	return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function escapeLabel(text: string): string {
	return escapeHelp(text).replaceAll('"', '\\"');
}
