import type { BetterAuthPlugin } from "better-auth";
import { createAuthMiddleware } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";

/** Remembers for a day, in the browser itself, which address it signed up with. */
const COOKIE = "signing_up";
const REMEMBERED_SECONDS = 86_400;

interface Confirmed {
	readonly id: string;
	readonly email: string;
}

/**
 * Confirming an address signs in, but only the browser that signed up with it: a link that somebody else sent would
 * otherwise sign its reader in to the sender's account, where they might buy credit.
 */
export function sameBrowser() {
	/** Addresses that were confirmed by the request under way, and not before: a link opens nothing twice. */
	const confirmed = new WeakMap<Request, Confirmed>();

	const remember = createAuthMiddleware(async (ctx) => {
		const email: unknown = ctx.body?.email;
		if (typeof email !== "string" || ctx.context.returned instanceof Error) return;
		const { name, attributes } = ctx.context.createAuthCookie(COOKIE, { maxAge: REMEMBERED_SECONDS });
		await ctx.setSignedCookie(name, email.toLowerCase(), ctx.context.secret, attributes);
	});

	const signIn = createAuthMiddleware(async (ctx) => {
		const user = ctx.request && confirmed.get(ctx.request);
		if (!user) return;
		const { name, attributes } = ctx.context.createAuthCookie(COOKIE);
		const email = await ctx.getSignedCookie(name, ctx.context.secret);
		if (email !== user.email) return;
		ctx.setCookie(name, "", { ...attributes, maxAge: 0 });
		const found = await ctx.context.internalAdapter.findUserById(user.id);
		const session = found && (await ctx.context.internalAdapter.createSession(user.id));
		if (session) await setSessionCookie(ctx, { session, user: found });
	});

	const plugin = {
		id: "turnpike-same-browser",
		hooks: {
			after: [
				{ matcher: ({ path }) => path === "/sign-up/email", handler: remember },
				{ matcher: ({ path }) => path === "/verify-email", handler: signIn },
			],
		},
	} satisfies BetterAuthPlugin;

	return {
		plugin,
		/** Told of every address that is confirmed. */
		note(user: Confirmed, request: Request | undefined): void {
			if (request) confirmed.set(request, user);
		},
	};
}
