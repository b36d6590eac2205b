import { queryOptions } from "@tanstack/react-query";
import type { EndpointsObject, ModelList, ModelObject, ProviderList } from "@turnpike/catalog";
import { request } from "./request.ts";

/** The catalog changes a few times a day. */
const STALE_MS = 5 * 60_000;

/** Every model, all at once: 30 kB packed, so that searching needs no server. */
export const modelsQuery = queryOptions({
	queryKey: ["models"],
	queryFn: async ({ signal }) => (await request<ModelList>("/v1/models", { signal })).data,
	staleTime: STALE_MS,
});

export const providersQuery = queryOptions({
	queryKey: ["providers"],
	queryFn: async ({ signal }) => (await request<ProviderList>("/v1/providers", { signal })).data,
	staleTime: STALE_MS,
});

/** Slugs of the providers that this installation can call. */
export const configuredQuery = queryOptions({
	...providersQuery,
	select: (providers) => new Set(providers.filter(({ configured }) => configured).map(({ slug }) => slug)),
});

export function modelQuery(id: string) {
	return queryOptions({
		queryKey: ["models", id],
		queryFn: ({ signal }) => request<ModelObject>(`/v1/models/${id}`, { signal }),
		staleTime: STALE_MS,
	});
}

/** Each provider's offer of a model. */
export function endpointsQuery(id: string) {
	return queryOptions({
		queryKey: ["models", id, "endpoints"],
		queryFn: async ({ signal }) => (await request<EndpointsObject>(`/v1/models/${id}/endpoints`, { signal })).data,
		staleTime: STALE_MS,
	});
}
