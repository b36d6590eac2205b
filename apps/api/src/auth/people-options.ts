import type { IdMaker } from "@turnpike/accounts";
import { type Database, enqueueMail, ensureHome, type Queries, recordAct } from "@turnpike/db";
import { APIError, createEmailVerificationToken } from "better-auth/api";
import { authMails, ownPath } from "./auth-mails.ts";
import type { BetterAuthOptions } from "./better-auth-options.ts";
import type { OwnAct } from "./note-acts.ts";
import type { sameBrowser } from "./same-browser.ts";
import type { SignUpAgain } from "./sign-up-again.ts";
import { tidyName } from "./tidy-name.ts";

export const LEAST_PASSWORD_LETTERS = 10;
export const MOST_PASSWORD_LETTERS = 128;
const MOST_EMAIL_LETTERS = 254;
const CONFIRMATION_SECONDS = 86_400;
const RESET_SECONDS = 3_600;

/** Signing up and in with a password, and what is written, mailed and made when somebody does. */
export function peopleOptions(options: BetterAuthOptions, note: ReturnType<typeof sameBrowser>["note"]) {
	const { sql, ids } = options;
	const mails = mailsOf(options, sql);
	const home = (user: { id: string; name: string; email: string }) => makeHome(sql, ids, user);
	const act = (userId: string, action: string, detail: Readonly<Record<string, string>> = {}) =>
		recordAct(sql, { actor: `user:${userId}`, action, target: userId, detail });
	return {
		emailAndPassword: {
			enabled: true,
			autoSignIn: false,
			minPasswordLength: LEAST_PASSWORD_LETTERS,
			maxPasswordLength: MOST_PASSWORD_LETTERS,
			resetPasswordTokenExpiresIn: RESET_SECONDS,
			revokeSessionsOnPasswordReset: true,
			sendResetPassword: ({ user, token }: { user: Person; token: string }) => mails.resetPassword(user, token),
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
			account: {
				create: {
					after: ({ userId, providerId }: { userId: string; providerId: string }) =>
						act(userId, "user.add_identity", { provider: providerId }),
				},
			},
			session: {
				create: {
					/** Nobody gets in, by whatever way, whose address is not confirmed; and who does, has a home, if need be now. */
					async before({ userId }: { userId: string }) {
						const [user] = await sql<(Person & { confirmed: boolean })[]>`
							select id, name, email, email_verified as confirmed from app_user where id = ${userId}`;
						if (!user?.confirmed) return false;
						await home(user);
					},
					after: ({ id, userId }: { id: string; userId: string }) => act(userId, "user.sign_in", { session: id }),
				},
			},
		},
	};
}

/** What follows from signing up with an address that somebody signed up with before. */
export function signingUpAgain(options: BetterAuthOptions): SignUpAgain {
	const { sql, secret } = options;
	const mails = mailsOf(options, sql);
	return {
		tokenSeconds: CONFIRMATION_SECONDS,
		confirmed: (user) => mails.alreadySignedUp(user),
		async unconfirmed(user) {
			const token = await createEmailVerificationToken(secret, user.email, undefined, CONFIRMATION_SECONDS);
			await mails.confirmAddress(user, token, undefined);
		},
		disputed: (user, token) =>
			sql.begin(async (tx) => {
				await tx`update user_identity set password = null, updated_at = now()
					where user_id = ${user.id} and provider_id = 'credential'
						and exists (select 1 from app_user where id = ${user.id} and not email_verified)`;
				await mailsOf(options, tx).choosePassword(user, token);
			}),
	};
}

/** Notes what somebody did to their own account; of some of it they are told, as it may have been somebody else. */
export async function ownAct(options: BetterAuthOptions, user: Recipient, act: OwnAct): Promise<void> {
	if (act === "user.change_password") return passwordChanged(options, user, act);
	await recordAct(options.sql, { actor: `user:${user.id}`, action: act, target: user.id, detail: {} });
}

interface Recipient {
	readonly id: string;
	readonly email: string;
}

async function passwordChanged(options: BetterAuthOptions, user: Recipient, action: string): Promise<void> {
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

/** What is known of people has bounds, and a picture is on the web or not there. */
async function tidied({ image, ...user }: Partial<Person>) {
	if ((user.email ?? "").length > MOST_EMAIL_LETTERS) {
		throw new APIError("BAD_REQUEST", { code: "INVALID_EMAIL", message: "Invalid email" });
	}
	return {
		data: {
			...user,
			...(image !== undefined && { image: image && /^https:\/\/\S{1,500}$/.test(image) ? image : null }),
			...(user.name !== undefined && { name: tidyName(user.name, user.email ?? "") }),
		},
	};
}

interface Person extends Recipient {
	readonly name: string;
	readonly image?: string | null | undefined;
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
