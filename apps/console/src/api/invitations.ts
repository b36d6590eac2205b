import { queryOptions } from "@tanstack/react-query";
import type { Role } from "./members.ts";
import { request } from "./request.ts";

/** An invitation as its reader sees it. */
export interface ReceivedInvitation {
	readonly organization: { readonly id: string; readonly name: string };
	readonly role: Role;
	readonly email: string;
	readonly expires_at: string;
}

const post = <Answer>(path: string, token: string) =>
	request<Answer>(`/v1/invitations/${path}`, { method: "POST", body: { token } });

export function receivedInvitationQuery(token: string) {
	return queryOptions({
		queryKey: ["invitation", token],
		queryFn: async () => (await post<{ readonly data: ReceivedInvitation }>("look", token)).data,
		retry: false,
	});
}

export const acceptInvitation = (token: string) => post("accept", token);
export const declineInvitation = (token: string) => post("decline", token);
