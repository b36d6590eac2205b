import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { ActObject, AuditLogAnswer, ProjectObject } from "@turnpike/wire/account";
import { request } from "./request.ts";

export type Act = ActObject;
export type Project = ProjectObject;

export const actsQuery = infiniteQueryOptions({
	queryKey: ["acts"],
	initialPageParam: undefined as string | undefined,
	queryFn: ({ pageParam, signal }) =>
		request<AuditLogAnswer>(`/v1/organization/audit-log${pageParam === undefined ? "" : `?cursor=${pageParam}`}`, {
			signal,
		}),
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
