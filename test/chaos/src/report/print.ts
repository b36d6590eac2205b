import { isRight, type Recovery, type ScenarioReport } from "./report.ts";

/** The reports as a person reads them: one row for each count, one column for each scenario. */
export function print(reports: readonly ScenarioReport[], seed: number): string {
	const ran = reports.filter((report) => report.skipped === undefined);
	const names = [...new Set(ran.flatMap((report) => report.counts.map((count) => count.name)))];
	const rows = names.map((name) => [
		name,
		...ran.map(({ counts }) => String(counts.find((count) => count.name === name)?.value ?? "·")),
	]);
	return [
		table([["must be 0", ...ran.map((report) => report.scenario)], ...rows]),
		...ran.map(figuresOf),
		...reports
			.filter((report) => report.skipped !== undefined)
			.map((one) => `${one.scenario}: skipped, ${one.skipped}`),
		...ran.flatMap(evidenceOf),
		`seed ${seed}: ${ran.every(isRight) ? "everything is right" : "NOT RIGHT"}`,
	].join("\n\n");
}

function figuresOf({ scenario, figures, recoveries }: ScenarioReport): string {
	const lines = Object.entries(figures).map(([name, value]) => `  ${name}: ${value}`);
	for (const [victim, of] of Map.groupBy(recoveries, (recovery) => recovery.victim))
		lines.push(recoveryLine(victim, of));
	return [`${scenario}:`, ...lines].join("\n");
}

function recoveryLine(victim: string, recoveries: readonly Recovery[]): string {
	const shown = recoveries.map(({ answeredAfterMs, downMs }) =>
		answeredAfterMs === null ? "never" : `${answeredAfterMs} (down ${downMs})`,
	);
	return `  ${victim} killed ${recoveries.length}×, answered again after ms: ${shown.join(", ")}`;
}

function evidenceOf({ scenario, counts, kept }: ScenarioReport): string[] {
	const wrong = counts.filter((count) => count.value !== 0);
	if (wrong.length === 0) return [];
	const lines = wrong.flatMap(({ name, value, evidence }) => [
		`  ${value} ${name}`,
		...evidence.map((line) => `    ${line}`),
	]);
	return [`WRONG in ${scenario}:\n${lines.join("\n")}${kept === undefined ? "" : `\n  data and logs: ${kept}`}`];
}

/** The first column left-aligned, the others right-aligned; the first row is the head. */
function table(rows: readonly (readonly string[])[]): string {
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	const line = (row: readonly string[]) =>
		row
			.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
			.join("  ");
	const [head = [], ...body] = rows;
	return [line(head), "-".repeat(line(head).length), ...body.map(line)].join("\n");
}
