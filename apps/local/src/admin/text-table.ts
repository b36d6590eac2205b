/** Rows under their heads, in columns; a column of figures stands to the right. */
export function textTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
	const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => (row[column] ?? "").length)));
	const figures = heads.map(
		(_, column) => rows.length > 0 && rows.every((row) => /^-?[\d.]+$/.test(row[column] ?? "")),
	);
	const line = (cells: readonly string[]) =>
		widths
			.map((width, column) => {
				const cell = cells[column] ?? "";
				return figures[column] ? cell.padStart(width) : cell.padEnd(width);
			})
			.join("  ")
			.trimEnd();
	return [line(heads), ...rows.map(line)].join("\n");
}
