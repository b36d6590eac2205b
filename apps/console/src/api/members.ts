import { queryOptions } from "@tanstack/react-query";
import { request } from "./request.ts";

export const ROLES = ["owner", "admin", "developer", "billing", "viewer"] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_WORDS: Readonly<Record<Role, { readonly name: string; readonly may: string }>> = {
	owner: { name: "Owner", may: "everything, and makes other owners." },
	admin: { name: "Admin", may: "everything but to make owners." },
	developer: { name: "Developer", may: "makes keys of their own, and sees everything." },
	billing: { name: "Billing", may: "buys credit, and sees everything." },
	viewer: { name: "Viewer", may: "sees everything, and changes nothing." },
};

export interface Member {
	readonly id: string;
	readonly user_id: string;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
	readonly created_at: string;
}

/** An invitation nobody has answered yet. */
export interface Invitation {
	readonly id: string;
	readonly email: string;
	readonly role: Role;
	readonly created_at: string;
	readonly expires_at: string;
}

type List<Thing> = { readonly data: readonly Thing[] };

export const membersQuery = queryOptions({
	queryKey: ["members"],
	queryFn: async ({ signal }) => (await request<List<Member>>("/v1/organization/members", { signal })).data,
});

export const invitationsQuery = queryOptions({
	queryKey: ["invitations"],
	queryFn: async ({ signal }) => (await request<List<Invitation>>("/v1/organization/invitations", { signal })).data,
});

export const invite = (email: string, role: Role) =>
	request("/v1/organization/invitations", { method: "POST", body: { email, role } });
export const cancelInvitation = (id: string) => request(`/v1/organization/invitations/${id}`, { method: "DELETE" });
export const changeRole = (id: string, role: Role) =>
	request(`/v1/organization/members/${id}`, { method: "PATCH", body: { role } });
export const removeMember = (id: string) => request(`/v1/organization/members/${id}`, { method: "DELETE" });
