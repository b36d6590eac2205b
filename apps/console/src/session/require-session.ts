import type { QueryClient } from "@tanstack/react-query";
import { redirect } from "@tanstack/react-router";
import { sessionQuery } from "../api/session.ts";

/** Lets nobody on who is not signed in: they come back to where they wanted to go. @throws the way to sign in. */
export async function requireSession(queries: QueryClient, path: string): Promise<void> {
	const session = await queries.ensureQueryData(sessionQuery);
	if (session === null) throw redirect({ to: "/sign-in", search: { next: path } });
}
