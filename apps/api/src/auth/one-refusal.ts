import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthMiddleware, isAPIError } from "better-auth/api";

/** The second: no session is made for an address that nobody has confirmed. */
const ONE: ReadonlySet<string | undefined> = new Set(["INVALID_EMAIL_OR_PASSWORD", "FAILED_TO_CREATE_SESSION"]);

/**
 * Signing in is refused in one way. Were it told that an address is only not confirmed yet, somebody who signs up with
 * another's address, and then in with the same password, would learn whether it had an account before.
 */
export function oneRefusal() {
	const refuse = createAuthMiddleware(async (ctx) => {
		const { returned } = ctx.context;
		if (!isAPIError(returned) || !ONE.has(returned.body?.code)) return;
		throw new APIError("UNAUTHORIZED", {
			code: "INVALID_EMAIL_OR_PASSWORD",
			message: "The address or the password is wrong, or the address is not confirmed yet.",
		});
	});
	return {
		id: "turnpike-one-refusal",
		hooks: { after: [{ matcher: ({ path }) => path === "/sign-in/email", handler: refuse }] },
	} satisfies BetterAuthPlugin;
}
