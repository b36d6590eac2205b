import type { IdMaker } from "@turnpike/accounts";
import { type Database, enqueueMail, ensureHome, type Queries, recordAct } from "@turnpike/db";
import { APIError, createEmailVerificationToken } from "better-auth/api";
import { authMails, ownPath } from "./auth-mails.ts";
import type { BetterAuthOptions } from "./better-auth-options.ts";
import type { sameBrowser } from "./same-browser.ts";

export const LEAST_PASSWORD_LETTERS = 10;
export const MOST_PASSWORD_LETTERS = 128;
const MOST_EMAIL_LETTERS = 254;
const MOST_NAME_LETTERS = 100;
const CONFIRMATION_SECONDS = 86_400;
const RESET_SECONDS = 3_600;

/** Signing up and in with a password, and what is written, mailed and made when somebody does. */
export function peopleOptions(options: BetterAuthOptions, note: ReturnType<typeof sameBrowser>["note"]) {
	const { sql, secret, ids } = options;
	const mails = mailsOf(options, sql);
	const home = (user: { id: string; name: string; email: string }) => makeHome(sql, ids, user);
	const act = (userId: string, action: string) =>
		recordAct(sql, { actor: `user:${userId}`, action, target: userId, detail: {} });
	return {
		emailAndPassword: {
			enabled: true,
			autoSignIn: false,
			requireEmailVerification: true,
			minPasswordLength: LEAST_PASSWORD_LETTERS,
			maxPasswordLength: MOST_PASSWORD_LETTERS,
			resetPasswordTokenExpiresIn: RESET_SECONDS,
			revokeSessionsOnPasswordReset: true,
			sendResetPassword: ({ user, token }: { user: Person; token: string }) => mails.resetPassword(user, token),
			async onExistingUserSignUp({ user }: { user: Person & { emailVerified: boolean } }) {
				if (user.emailVerified) return mails.alreadySignedUp(user);
				// The first link may be lost, or too old: nobody but the mailbox's owner gets this one.
				const token = await createEmailVerificationToken(secret, user.email, undefined, CONFIRMATION_SECONDS);
				return mails.confirmAddress(user, token, undefined);
			},
			async onPasswordReset({ user }: { user: Person }) {
				// Whoever reset it reads the mailbox: that is all a confirmation would prove.
				await sql`update app_user set email_verified = true, updated_at = now() where id = ${user.id} and not email_verified`;
				await passwordChanged(options, user, "user.reset_password");
			},
		},
		emailVerification: {
			sendOnSignUp: true,
			autoSignInAfterVerification: false,
			expiresIn: CONFIRMATION_SECONDS,
			sendVerificationEmail: ({ user, token, url }: { user: Person; token: string; url: string }) =>
				mails.confirmAddress(user, token, ownPath(new URL(url).searchParams.get("callbackURL"))),
			async afterEmailVerification(user: Person, request?: Request) {
				note(user, request);
				await act(user.id, "user.verify_email");
			},
		},
		databaseHooks: {
			user: { create: { before: tidied, after: home }, update: { before: tidied } },
			session: {
				create: {
					// Again, should the process have died between the two: who signs in has a home.
					async before({ userId }: { userId: string }) {
						const [user] = await sql<Person[]>`select id, name, email from app_user where id = ${userId}`;
						if (user) await home(user);
					},
				},
			},
		},
	};
}

/** Notes that a password was changed, and tells its owner, who may not be the one who did it. */
export async function passwordChanged(
	options: BetterAuthOptions,
	user: { readonly id: string; readonly email: string },
	action: "user.change_password" | "user.reset_password",
): Promise<void> {
	await options.sql.begin(async (tx) => {
		await recordAct(tx, { actor: `user:${user.id}`, action, target: user.id, detail: {} });
		await mailsOf(options, tx).passwordChanged(user);
	});
}

function mailsOf({ publicUrl, ids }: BetterAuthOptions, tx: Queries) {
	return authMails(
		(mail) => enqueueMail(tx, mail),
		() => publicUrl,
		() => ids.uuid(),
	);
}

/** A name and an address travel in tokens and mails: short, on one line. */
async function tidied(user: Partial<Person>) {
	if ((user.email ?? "").length > MOST_EMAIL_LETTERS) {
		throw new APIError("BAD_REQUEST", { code: "INVALID_EMAIL", message: "Invalid email" });
	}
	if (user.name === undefined) return;
	const name = user.name
		.replaceAll(/\p{Cc}+/gu, " ")
		.trim()
		.slice(0, MOST_NAME_LETTERS);
	return { data: { ...user, name: name || (user.email ?? "").split("@")[0] || "Nameless" } };
}

interface Person {
	readonly id: string;
	readonly name: string;
	readonly email: string;
}

async function makeHome(sql: Database, ids: IdMaker, { id: userId, name, email }: Person): Promise<void> {
	await ensureHome(sql, {
		userId,
		memberId: ids.id("member"),
		organisation: {
			id: ids.id("organisation"),
			projectId: ids.id("project"),
			accountId: ids.id("account"),
			name: `${name}'s organisation`,
			email,
		},
	});
}
