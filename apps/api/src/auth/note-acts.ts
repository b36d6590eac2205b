import type { BetterAuthPlugin } from "better-auth";
import { createAuthMiddleware, isAPIError } from "better-auth/api";

/** What somebody who is signed in does to their own account, by the path that does it. */
const ACTS = {
	"/change-password": "user.change_password",
	"/revoke-session": "user.revoke_session",
	"/revoke-sessions": "user.revoke_sessions",
	"/revoke-other-sessions": "user.revoke_sessions",
} as const;

export type OwnAct = (typeof ACTS)[keyof typeof ACTS];

interface Doer {
	readonly id: string;
	readonly email: string;
}

/** Tells of everything that somebody did who is signed in as a user: it may be somebody else. */
export function noteActs(note: (user: Doer, act: OwnAct) => Promise<void>) {
	const after = Object.entries(ACTS).map(([path, act]) => ({
		matcher: (context: { readonly path?: string }) => context.path === path,
		handler: createAuthMiddleware(async (ctx) => {
			const user = ctx.context.session?.user;
			if (user && !isAPIError(ctx.context.returned)) await note({ id: user.id, email: user.email }, act);
		}),
	}));
	return { id: "turnpike-note-acts", hooks: { after } } satisfies BetterAuthPlugin;
}
