import { type GenerationFilters, generationsPath } from "./generations.ts";
import { errorOf } from "./request.ts";

const PAGE_SIZE = 1_000;
/** Beyond this a file is no way to look at them: narrow the time instead. */
export const MOST_EXPORTED_PAGES = 100;

/**
 * All generations that fit, as one CSV, read page by page.
 *
 * @returns its parts, and whether there were more than are exported at once.
 * @throws ApiError when a page cannot be had.
 */
export async function exportGenerations(
	filters: GenerationFilters,
): Promise<{ parts: readonly string[]; more: boolean }> {
	const parts: string[] = [];
	let cursor: string | undefined;
	for (let page = 0; page < MOST_EXPORTED_PAGES; page++) {
		const path = generationsPath({ ...filters, limit: String(PAGE_SIZE), cursor, format: "csv" });
		const response = await fetch(path, { credentials: "same-origin" });
		if (!response.ok) throw await errorOf(response);
		const text = await response.text();
		// Each page has the heads as its first line.
		parts.push(page === 0 ? text : text.slice(text.indexOf("\r\n") + 2));
		cursor = response.headers.get("x-turnpike-next-cursor") ?? undefined;
		if (cursor === undefined) return { parts, more: false };
	}
	return { parts, more: true };
}
