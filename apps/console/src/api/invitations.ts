import { queryOptions } from "@tanstack/react-query";
import type { ReceivedInvitation } from "@turnpike/wire/account";
import { request } from "./request.ts";

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
