/** Whether a report is wanted as CSV: by its `format`, else by its `Accept`. */
export function wantsCsv(format: "json" | "csv" | undefined, accept: string | undefined): boolean {
	return format === undefined ? (accept?.includes("text/csv") ?? false) : format === "csv";
}

/** Lines of CSV as RFC 4180 wants them. */
export function csvText(lines: readonly (readonly string[])[]): string {
	return lines.map((line) => `${line.map(csvField).join(",")}\r\n`).join("");
}

/** The headers of a CSV answer. @param name of the file, should it be kept. */
export function csvHeaders(name: string): Record<string, string> {
	return {
		"content-type": "text/csv; charset=utf-8",
		"content-disposition": `attachment; filename="${name}.csv"`,
	};
}

/** Quoted where needed; what a spreadsheet would run as a formula is made text. */
function csvField(text: string): string {
	const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
