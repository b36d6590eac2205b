import { queryOptions } from "@tanstack/react-query";
import type { InvitationObject, MemberObject } from "@turnpike/wire/account";
import { request } from "./request.ts";

export type Member = MemberObject;
export type Role = Member["role"];

export const ROLES = ["owner", "admin", "developer", "billing", "viewer"] as const satisfies readonly Role[];

export const ROLE_WORDS: Readonly<Record<Role, { readonly name: string; readonly may: string }>> = {
	owner: { name: "Owner", may: "everything, and makes other owners." },
	admin: { name: "Admin", may: "everything but to make owners." },
	developer: { name: "Developer", may: "makes keys of their own, and sees everything." },
	billing: { name: "Billing", may: "buys credit, and sees everything." },
	viewer: { name: "Viewer", may: "sees everything, and changes nothing." },
};

type List<Thing> = { readonly data: readonly Thing[] };

export const membersQuery = queryOptions({
	queryKey: ["members"],
	queryFn: async ({ signal }) => (await request<List<Member>>("/v1/organization/members", { signal })).data,
});

export const invitationsQuery = queryOptions({
	queryKey: ["invitations"],
	queryFn: async ({ signal }) =>
		(await request<List<InvitationObject>>("/v1/organization/invitations", { signal })).data,
});

export const invite = (email: string, role: Role) =>
	request("/v1/organization/invitations", { method: "POST", body: { email, role } });
export const cancelInvitation = (id: string) => request(`/v1/organization/invitations/${id}`, { method: "DELETE" });
export const changeRole = (id: string, role: Role) =>
	request(`/v1/organization/members/${id}`, { method: "PATCH", body: { role } });
export const removeMember = (id: string) => request(`/v1/organization/members/${id}`, { method: "DELETE" });
