import { queryOptions } from "@tanstack/react-query";
import { request } from "./request.ts";

/** A browser that is signed in. */
export interface SignedInBrowser {
	readonly id: string;
	readonly token: string;
	readonly createdAt: string;
	readonly updatedAt: string;
	readonly ipAddress: string | null;
	readonly userAgent: string | null;
}

export const sessionsQuery = queryOptions({
	queryKey: ["sessions"],
	queryFn: ({ signal }) => request<readonly SignedInBrowser[]>("/api/auth/list-sessions", { signal }),
});

export const revokeSession = (token: string) =>
	request("/api/auth/revoke-session", { method: "POST", body: { token } });
export const revokeOtherSessions = () => request("/api/auth/revoke-other-sessions", { method: "POST", body: {} });
