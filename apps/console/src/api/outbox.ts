import { queryOptions } from "@tanstack/react-query";
import { request } from "./request.ts";

/** A mail that would have been sent, were a mail server configured. */
export interface OutboxMail {
	readonly id: string;
	readonly to: string;
	readonly subject: string;
	readonly text: string;
	readonly created_at: string;
}

/** The newest first; outside production only. */
export const outboxQuery = queryOptions({
	queryKey: ["outbox"],
	queryFn: async ({ signal }) =>
		(await request<{ readonly data: readonly OutboxMail[] }>("/api/outbox", { signal })).data,
	refetchInterval: 3_000,
	staleTime: 0,
});
