import type { BetterAuthPlugin } from "better-auth";
import { createAuthMiddleware, isAPIError } from "better-auth/api";
import { makeResetToken } from "./reset-token.ts";
import { tidyName } from "./tidy-name.ts";

interface Person {
	readonly id: string;
	readonly email: string;
}

/** What happens to an address that is signed up once more. Each tells its owner, and nobody else. */
export interface SignUpAgain {
	/** It has an account already. */
	confirmed(user: Person): Promise<void>;
	/** It was never confirmed, and the password is the one of before: the first link may be lost, or too old. */
	unconfirmed(user: Person): Promise<void>;
	/** It was never confirmed, and the password is another one. None counts any more; `token` sets one. */
	disputed(user: Person, token: string): Promise<void>;
	/** How long the token is good for. */
	readonly tokenSeconds: number;
}

/**
 * Signing up answers the same, to the letter, whether or not the address has an account. Of an address that nobody has
 * confirmed, nobody knows whose it is: whoever signs up first must not choose the password that its owner then confirms.
 */
export function signUpAgain({ confirmed, unconfirmed, disputed, tokenSeconds }: SignUpAgain) {
	/** What is stored of a new account is what is said of any. Pictures come with other ways in. */
	const tidy = createAuthMiddleware(async (ctx) => {
		const body: Record<string, unknown> = ctx.body ?? {};
		if (typeof body.name !== "string" || typeof body.email !== "string") return;
		body.name = tidyName(body.name, body.email.toLowerCase());
		delete body.image;
	});

	const again = createAuthMiddleware(async (ctx) => {
		const { email, password }: Record<string, unknown> = ctx.body ?? {};
		const { returned } = ctx.context;
		if (isAPIError(returned) || typeof email !== "string" || typeof password !== "string") return;
		const found = await ctx.context.internalAdapter.findUserByEmail(email.toLowerCase(), { includeAccounts: true });
		if (!found || found.user.id === idIn(returned)) return;
		const { user, accounts } = found;
		if (user.emailVerified) return confirmed(user);
		const hash = accounts.find(({ providerId }) => providerId === "credential")?.password;
		if (hash && (await ctx.context.password.verify({ hash, password }))) return unconfirmed(user);
		await disputed(user, await makeResetToken(ctx.context.internalAdapter, user.id, tokenSeconds));
	});

	const matcher = ({ path }: { readonly path?: string }) => path === "/sign-up/email";
	return {
		id: "turnpike-sign-up-again",
		hooks: { before: [{ matcher, handler: tidy }], after: [{ matcher, handler: again }] },
	} satisfies BetterAuthPlugin;
}

/** Whom an answer to signing up names: the new account, or one that never was. */
function idIn(returned: unknown): unknown {
	const user = typeof returned === "object" && returned !== null && "user" in returned ? returned.user : undefined;
	return typeof user === "object" && user !== null && "id" in user ? user.id : undefined;
}
