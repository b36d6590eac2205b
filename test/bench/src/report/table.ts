/** Columns of equal width, the first one left-aligned, the others right-aligned; the first row is the head. */
export function table(rows: readonly (readonly string[])[]): string {
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	const line = (row: readonly string[]) =>
		row
			.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
			.join("  ");
	const [head, ...body] = rows.map(line);
	return [head ?? "", "-".repeat(head?.length ?? 0), ...body].map((text) => text.trimEnd()).join("\n");
}
