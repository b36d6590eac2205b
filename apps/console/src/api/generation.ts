import { queryOptions } from "@tanstack/react-query";
import type { GenerationAnswer } from "@turnpike/wire/account";
import { request } from "./request.ts";

const POSTING_MS = 2_000;

/** One generation, whole; asked for again until it is posted. */
export function generationQuery(id: string) {
	return queryOptions({
		queryKey: ["generation", id],
		queryFn: async ({ signal }) =>
			(await request<GenerationAnswer>(`/v1/generation?${new URLSearchParams({ id })}`, { signal })).data,
		refetchInterval: ({ state }) => (state.data && !state.data.posted && !state.data.parked ? POSTING_MS : false),
	});
}
