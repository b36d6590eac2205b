import { queryOptions } from "@tanstack/react-query";
import type { SessionAnswer } from "@turnpike/wire/account";
import { request } from "./request.ts";

export type Session = SessionAnswer["data"];
export type Installation = Pick<Session, "production" | "sandbox" | "sign_in_with" | "platform_fee">;

/** Who is signed in, and where; null: nobody is. */
export const sessionQuery = queryOptions({
	queryKey: ["session"],
	queryFn: async ({ signal }): Promise<Session | null> =>
		(await request<SessionAnswer | undefined>("/v1/session?optional=true", { signal }))?.data ?? null,
	staleTime: 60_000,
});

/** What this installation is, to whoever is not signed in yet. */
export const installationQuery = queryOptions({
	queryKey: ["installation"],
	queryFn: async ({ signal }) => (await request<{ readonly data: Installation }>("/v1/installation", { signal })).data,
	staleTime: Number.POSITIVE_INFINITY,
});
