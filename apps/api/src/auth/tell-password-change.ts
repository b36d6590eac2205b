import type { BetterAuthPlugin } from "better-auth";
import { createAuthMiddleware, isAPIError } from "better-auth/api";

interface Changer {
	readonly id: string;
	readonly email: string;
}

/** Tells of every password that was changed by somebody who is signed in: the owner may be somebody else. */
export function tellPasswordChange(tell: (user: Changer) => Promise<void>) {
	const afterwards = createAuthMiddleware(async (ctx) => {
		const user = ctx.context.session?.user;
		if (user && !isAPIError(ctx.context.returned)) await tell({ id: user.id, email: user.email });
	});
	return {
		id: "turnpike-password-change",
		hooks: { after: [{ matcher: ({ path }) => path === "/change-password", handler: afterwards }] },
	} satisfies BetterAuthPlugin;
}
