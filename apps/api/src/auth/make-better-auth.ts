import { ID_PREFIXES, type IdKind, type IdMaker } from "@turnpike/accounts";
import type { Config } from "@turnpike/config";
import { AUTH_TABLES, authDatabase, type Database, enqueueMail, ensureHome, recordAct } from "@turnpike/db";
import type { Logger } from "@turnpike/telemetry";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { APIError, createEmailVerificationToken } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import { authMails, ownPath } from "./auth-mails.ts";
import { allowedOrigins } from "./check-origin.ts";
import { CLIENT_ADDRESS_HEADER } from "./client-address.ts";
import { cookieNames } from "./cookies.ts";
import { sameBrowser } from "./same-browser.ts";
import { SESSION_SECONDS } from "./sessions.ts";

export interface BetterAuthOptions {
	readonly sql: Database;
	readonly secret: string;
	readonly publicUrl: string;
	readonly oauth: Config["oauth"];
	readonly ids: IdMaker;
	readonly log: Logger;
}

export const AUTH_PATH = "/api/auth";
export const LEAST_PASSWORD_LETTERS = 10;
export const MOST_PASSWORD_LETTERS = 128;
const MOST_EMAIL_LETTERS = 254;
const MOST_NAME_LETTERS = 100;
const CONFIRMATION_SECONDS = 86_400;
const RESET_SECONDS = 3_600;

/** What an id of better-auth's tables begins with. */
const ID_KINDS: Readonly<Record<string, IdKind>> = {
	user: "user",
	session: "session",
	account: "identity",
	verification: "verification",
};

/** Routes of better-auth that nobody here needs: each would be one more way to something. */
const DISABLED_PATHS = ["/account-info", "/get-access-token", "/refresh-token", "/update-session"];

/** better-auth as Turnpike has it: people, their ways in, and their sessions. Organisations are ours. */
export function makeBetterAuth(options: BetterAuthOptions) {
	const { sql, secret, publicUrl, ids, log } = options;
	const { prefix, secure } = cookieNames(publicUrl);
	const browser = sameBrowser();
	return betterAuth({
		appName: "Turnpike",
		baseURL: publicUrl,
		basePath: AUTH_PATH,
		secret,
		trustedOrigins: (request) => (request ? allowedOrigins(request, publicUrl) : []),
		database: drizzleAdapter(authDatabase(sql), { provider: "pg", schema: AUTH_TABLES, transaction: true }),
		...peopleOptions(options, browser.note),
		plugins: [browser.plugin],
		session: {
			expiresIn: SESSION_SECONDS,
			freshAge: 0,
			additionalFields: { activeOrganisationId: { type: "string", required: false, input: false } },
		},
		account: { encryptOAuthTokens: true },
		verification: { storeIdentifier: "hashed" },
		socialProviders: socialProvidersOf(options.oauth),
		disabledPaths: DISABLED_PATHS,
		advanced: {
			cookiePrefix: prefix,
			// The prefix says it already, more strictly than better-auth's own would.
			useSecureCookies: false,
			defaultCookieAttributes: { secure, httpOnly: true, sameSite: "lax", path: "/" },
			disableCSRFCheck: false,
			disableOriginCheck: false,
			ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
			database: { generateId: ({ model }) => newId(ids, model) },
		},
		// Ours count by address and by mailbox, and are shared by all processes.
		rateLimit: { enabled: false },
		onAPIError: { errorURL: `${publicUrl}/sign-in` },
		telemetry: { enabled: false },
		logger: { level: "error", log: (_level, message) => log.error("better-auth", { message }) },
	});
}

/** Signing up and in with a password, and what is written, mailed and made when somebody does. */
function peopleOptions(
	{ sql, secret, publicUrl, ids }: BetterAuthOptions,
	note: ReturnType<typeof sameBrowser>["note"],
) {
	const mails = authMails(
		(mail) => enqueueMail(sql, mail),
		() => publicUrl,
		() => ids.uuid(),
	);
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
				await act(user.id, "user.reset_password");
				await mails.passwordChanged(user);
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

function newId(ids: IdMaker, model: string): string {
	const kind = ID_KINDS[model];
	if (kind === undefined)
		throw new Error(`better-auth makes ${model}, which has no id here: ${Object.keys(ID_PREFIXES)}`);
	return ids.id(kind);
}

function socialProvidersOf({ github, google }: Config["oauth"]) {
	return {
		...(github && { github: { clientId: github.clientId, clientSecret: github.clientSecret } }),
		...(google && { google: { clientId: google.clientId, clientSecret: google.clientSecret } }),
	};
}
