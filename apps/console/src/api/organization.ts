import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request } from "./request.ts";

/** Something somebody did, as the log of acts has it. */
export interface Act {
	readonly id: string;
	readonly at: string;
	/** Such as `user:usr_…`. */
	readonly actor: string;
	/** Such as `key.create`. */
	readonly action: string;
	readonly target: string;
	readonly detail: Readonly<Record<string, unknown>>;
}

interface ActPage {
	readonly data: readonly Act[];
	readonly next_cursor: string | null;
}

export interface Project {
	readonly id: string;
	readonly name: string;
	/** Keys in it that are not revoked. */
	readonly keys: number;
	readonly created_at: string;
}

export const actsQuery = infiniteQueryOptions({
	queryKey: ["acts"],
	initialPageParam: undefined as string | undefined,
	queryFn: ({ pageParam, signal }) =>
		request<ActPage>(`/v1/organization/audit-log${pageParam === undefined ? "" : `?cursor=${pageParam}`}`, { signal }),
	getNextPageParam: (page) => page.next_cursor ?? undefined,
});

export const projectsQuery = queryOptions({
	queryKey: ["projects"],
	queryFn: async ({ signal }) =>
		(await request<{ readonly data: readonly Project[] }>("/v1/projects", { signal })).data,
});

/** Acts in another organisation of one's own from now on. */
export const switchOrganization = (organization_id: string) =>
	request("/v1/session/organization", { method: "POST", body: { organization_id } });
export const renameOrganization = (name: string) => request("/v1/organization", { method: "PATCH", body: { name } });
/** Founds another one, and acts in it from now on. */
export const foundOrganization = (name: string) => request("/v1/organizations", { method: "POST", body: { name } });
export const createProject = (name: string) => request("/v1/projects", { method: "POST", body: { name } });
export const renameProject = (id: string, name: string) =>
	request(`/v1/projects/${id}`, { method: "PATCH", body: { name } });
export const archiveProject = (id: string) => request(`/v1/projects/${id}`, { method: "DELETE" });
