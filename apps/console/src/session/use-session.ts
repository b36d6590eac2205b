import { useQuery } from "@tanstack/react-query";
import { type Session, sessionQuery } from "../api/session.ts";

/** Who is signed in: null for nobody, undefined while nobody knows. */
export function useSession(): Session | null | undefined {
	return useQuery(sessionQuery).data;
}

/** Whether who is signed in may do this here. What they may not is not offered; the API refuses it anyway. */
export function useMay(permission: string): boolean {
	return useSession()?.permissions.includes(permission) ?? false;
}
