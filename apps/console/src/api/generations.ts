import { infiniteQueryOptions } from "@tanstack/react-query";
import type { GenerationList } from "@turnpike/wire/account";
import { request } from "./request.ts";

/** Which generations are listed; names are the API's. */
export interface GenerationFilters {
	readonly from?: string | undefined;
	readonly to?: string | undefined;
	readonly key?: string | undefined;
	readonly project?: string | undefined;
	readonly model?: string | undefined;
	readonly provider?: string | undefined;
	readonly status?: string | undefined;
}

const PAGE_SIZE = 50;
/** A page may be empty and have a next one: a filter that fits little is read on for so long before it is shown so. */
const MOST_EMPTY_PAGES = 20;

/** The organisation's generations, newest first, page by page. */
export function generationsQuery(filters: GenerationFilters) {
	return infiniteQueryOptions({
		queryKey: ["generations", filters],
		initialPageParam: undefined as string | undefined,
		queryFn: ({ pageParam, signal }) => readPage(filters, pageParam, signal),
		getNextPageParam: (page: GenerationList) => page.next_cursor ?? undefined,
	});
}

async function readPage(filters: GenerationFilters, cursor: string | undefined, signal: AbortSignal) {
	let next = cursor;
	for (let tries = 1; ; tries++) {
		const page = await request<GenerationList>(
			generationsPath({ ...filters, limit: String(PAGE_SIZE), cursor: next }),
			{ signal },
		);
		if (page.data.length > 0 || page.next_cursor === null || tries === MOST_EMPTY_PAGES) return page;
		next = page.next_cursor;
	}
}

export function generationsPath(params: Readonly<Record<string, string | undefined>>): string {
	const given = Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined);
	return `/v1/generations?${new URLSearchParams(given)}`;
}
