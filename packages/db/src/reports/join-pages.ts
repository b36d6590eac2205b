interface Row {
	/** A lower-case UUIDv7: its text is in the order of time. */
	readonly generationId: string;
}

/** What one part of the log has for a page, the newest first. */
export interface PartPage<R extends Row> {
	readonly rows: readonly R[];
	/** Nothing newer than this is missing from the rows; undefined: nothing at all is. */
	readonly completeFrom: string | undefined;
}

/** One page out of several parts, as far down as all of them are complete. */
export function joinPages<R extends Row>(parts: readonly PartPage<R>[], limit: number) {
	const ends = parts.flatMap((part) => part.completeFrom ?? []);
	const end = ends.reduce((latest, each) => (each > latest ? each : latest), "");
	const rows = parts
		.flatMap((part) => part.rows)
		.filter((row) => row.generationId >= end)
		.sort((a, b) => (a.generationId < b.generationId ? 1 : -1));
	const page = rows.slice(0, limit);
	const next = rows.length > limit ? page.at(-1)?.generationId : end || undefined;
	return { rows: page, next };
}
